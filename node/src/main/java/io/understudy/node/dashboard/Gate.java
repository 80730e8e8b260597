package io.understudy.node.dashboard;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import io.understudy.node.api.Wire;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes each request in: whose it is, what he or she may ask, whether it comes from this very page,
 * how much it may send. What is not allowed here is not answered.
 */
final class Gate {

    private static final Logger LOG = LoggerFactory.getLogger(Gate.class);
    private static final int MOST_AT_ONCE = 32;
    private static final String JSON = "application/json";
    private static final String TOKEN = "X-Understudy-Token";
    private static final int HALF_AN_IPV6_ADDRESS = 8;

    private static final Map<String, String> ALWAYS =
            Map.of(
                    "Content-Security-Policy",
                            "default-src 'none'; script-src 'self'; style-src 'self'; img-src"
                                    + " 'self'; connect-src 'self'; base-uri 'none'; form-action"
                                    + " 'none'; frame-ancestors 'none'",
                    "X-Content-Type-Options", "nosniff",
                    "X-Frame-Options", "DENY",
                    "Referrer-Policy", "no-referrer",
                    "Cross-Origin-Opener-Policy", "same-origin",
                    "Cross-Origin-Resource-Policy", "same-origin",
                    "Permissions-Policy", "camera=(), geolocation=(), microphone=()",
                    "Cache-Control", "no-store");

    private final PageRoutes routes;
    private final Login login;
    private final Cookie cookie;
    private final EventStream events;
    private final Wire wire;

    /** Whoever is not logged in can't keep out those who are. */
    private final Semaphore strangers = new Semaphore(MOST_AT_ONCE);

    private final Semaphore known = new Semaphore(MOST_AT_ONCE);

    Gate(PageRoutes routes, Login login, Cookie cookie, EventStream events) {
        this.routes = routes;
        this.login = login;
        this.cookie = cookie;
        this.events = events;
        this.wire = new Wire();
    }

    void receive(HttpExchange exchange) throws IOException {
        try (exchange) {
            ALWAYS.forEach(exchange.getResponseHeaders()::set);
            send(exchange, inTurn(exchange));
        }
    }

    private Reply inTurn(HttpExchange exchange) throws IOException {
        Optional<PageRoute> route = routes.at(exchange.getRequestURI().getRawPath());
        Optional<String> secret =
                cookie.in(exchange.getRequestHeaders().getOrDefault("Cookie", List.of()));
        Optional<Session> session =
                secret.flatMap(
                        given -> login.find(given, route.map(PageRoute::byPerson).orElse(false)));
        Semaphore places = session.isPresent() ? known : strangers;
        if (!places.tryAcquire()) {
            return new Reply.Said(503, "This node has too many requests under way; try again.");
        }
        try {
            return answer(exchange, new Visit(route, secret, session));
        } finally {
            places.release();
        }
    }

    /** Who wants what. */
    private record Visit(
            Optional<PageRoute> route, Optional<String> secret, Optional<Session> session) {}

    private Reply answer(HttpExchange exchange, Visit visit) throws IOException {
        Headers headers = exchange.getRequestHeaders();
        Optional<PageRoute> found = visit.route();
        Optional<Session> session = visit.session();
        if (found.isEmpty()) {
            return session.isPresent()
                    ? new Reply.Said(404, "There is nothing here.")
                    : new Reply.Said(401, "Log in first.");
        }
        PageRoute route = found.get();
        Optional<Reply.Said> refusal =
                unknown(route, session)
                        .or(() -> otherMethod(route, exchange))
                        .or(() -> elsewhere(route, headers))
                        .or(() -> forged(route, session, headers));
        if (refusal.isPresent()) {
            return refusal.get();
        }
        Optional<String> body = body(exchange, route.bodyLimit());
        if (body.isEmpty()) {
            return new Reply.Said(413, "needed a body of at most " + route.bodyLimit() + " bytes");
        }
        String query = exchange.getRequestURI().getRawQuery();
        return ask(
                route,
                new Ask(
                        from(exchange),
                        visit.secret(),
                        session,
                        query == null ? "" : query,
                        body.get()));
    }

    private static Optional<Reply.Said> unknown(PageRoute route, Optional<Session> session) {
        return switch (route.who()) {
            case ANYBODY -> Optional.empty();
            case LOGGED_IN ->
                    session.isPresent()
                            ? Optional.empty()
                            : Optional.of(new Reply.Said(401, "Log in first."));
            case OPERATOR ->
                    session.isEmpty()
                            ? Optional.of(new Reply.Said(401, "Log in first."))
                            : session.get().isOperator()
                                    ? Optional.empty()
                                    : Optional.of(
                                            new Reply.Said(
                                                    403, "This needs the role of an operator."));
        };
    }

    private static Optional<Reply.Said> otherMethod(PageRoute route, HttpExchange exchange) {
        return route.method().equals(exchange.getRequestMethod())
                ? Optional.empty()
                : Optional.of(new Reply.Said(405, "needed " + route.method()));
    }

    /** A browser says where a request comes from; one that changes something has to say it. */
    private static Optional<Reply.Said> elsewhere(PageRoute route, Headers headers) {
        String site = headers.getFirst("Sec-Fetch-Site");
        boolean api = route.who() != PageRoute.Who.ANYBODY || route.changes();
        boolean crossSite =
                api && site != null && !site.equals("same-origin") && !site.equals("none");
        boolean sameOrigin =
                ("https://" + headers.getFirst("Host")).equals(headers.getFirst("Origin"));
        boolean json = JSON.equals(headers.getFirst("Content-Type"));
        return crossSite || (route.changes() && !(sameOrigin && json))
                ? Optional.of(new Reply.Said(403, "This request does not come from this page."))
                : Optional.empty();
    }

    private static Optional<Reply.Said> forged(
            PageRoute route, Optional<Session> session, Headers headers) {
        if (!route.changes() || route.who() == PageRoute.Who.ANYBODY) {
            return Optional.empty();
        }
        String token = headers.getFirst(TOKEN);
        boolean right =
                token != null
                        && session.isPresent()
                        && MessageDigest.isEqual(
                                token.getBytes(StandardCharsets.UTF_8),
                                session.get().token().getBytes(StandardCharsets.UTF_8));
        return right
                ? Optional.empty()
                : Optional.of(new Reply.Said(403, "This request lacks the token of this page."));
    }

    private static Optional<String> body(HttpExchange exchange, int limit) throws IOException {
        InputStream in = exchange.getRequestBody();
        byte[] bytes = in.readNBytes(limit + 1);
        return bytes.length > limit
                ? Optional.empty()
                : Optional.of(new String(bytes, StandardCharsets.UTF_8));
    }

    /**
     * One household of IPv6 has as many addresses as it likes: of those only the network counts.
     */
    private static String from(HttpExchange exchange) {
        InetAddress address = exchange.getRemoteAddress().getAddress();
        if (!(address instanceof Inet6Address)) {
            return address.getHostAddress();
        }
        byte[] network = Arrays.copyOf(address.getAddress(), 2 * HALF_AN_IPV6_ADDRESS);
        Arrays.fill(network, HALF_AN_IPV6_ADDRESS, network.length, (byte) 0);
        try {
            return InetAddress.getByAddress(network).getHostAddress() + "/64";
        } catch (UnknownHostException e) {
            throw new IllegalStateException("16 bytes are an address", e);
        }
    }

    private static Reply ask(PageRoute route, Ask ask) {
        try {
            return route.handler().answer(ask);
        } catch (Wire.MalformedException _) {
            // What was wrong with it is not repeated: it may be a password.
            return new Reply.Said(400, "needed JSON that this request takes");
        } catch (RuntimeException e) {
            LOG.error("A request of the page failed.", e);
            return new Reply.Said(500, "This node could not answer; its log says why.");
        }
    }

    private void send(HttpExchange exchange, Reply reply) throws IOException {
        switch (reply) {
            case Reply.Value(Object value, Map<String, String> headers) -> {
                headers.forEach(exchange.getResponseHeaders()::set);
                send(exchange, 200, JSON, utf8(wire.write(value)));
            }
            case Reply.Json(String text) -> send(exchange, 200, JSON, utf8(text));
            case Reply.File(PageFile file) -> {
                exchange.getResponseHeaders().set("Cache-Control", "no-cache");
                send(exchange, 200, file.type(), file.bytes());
            }
            case Reply.Events() -> events.send(exchange);
            case Reply.Said(int status, String error) ->
                    send(exchange, status, JSON, utf8(wire.write(Map.of("error", error))));
        }
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static void send(HttpExchange exchange, int status, String type, byte[] body)
            throws IOException {
        exchange.getResponseHeaders().set("Content-Type", type);
        if (status >= 400) {
            // What is left of a refused request is not read, so nothing may follow it.
            exchange.getResponseHeaders().set("Connection", "close");
        }
        if (exchange.getRequestMethod().equals("HEAD")) {
            exchange.sendResponseHeaders(status, -1);
            return;
        }
        exchange.sendResponseHeaders(status, body.length);
        try (OutputStream out = exchange.getResponseBody()) {
            out.write(body);
        }
    }
}
