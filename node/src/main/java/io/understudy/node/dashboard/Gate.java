package io.understudy.node.dashboard;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import io.understudy.node.api.Wire;
import io.understudy.node.dashboard.Places.Place;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes each request in: whose it is, what he, she or it may ask, whether it comes from this very
 * page, how much it may send. What is not allowed here is not answered.
 */
final class Gate {

    private static final Logger LOG = LoggerFactory.getLogger(Gate.class);
    private static final Reply.Said LOG_IN = new Reply.Said(401, "Log in first, or bring a token.");
    private static final Reply.Said TOO_MANY =
            new Reply.Said(503, "This node has too many requests under way; try again.");

    private final PageRoutes routes;
    private final Admittance admittance;
    private final ReplyWriter writer;

    /**
     * Whoever is not known can't keep out those who are, and one address of the former can't keep
     * out another's.
     */
    private final Places strangers = new Places(32, 4);

    /** They wait for each other's answers, mostly, which costs nothing. */
    private final Places known = new Places(512, 256);

    Gate(PageRoutes routes, Admittance admittance, ReplyWriter writer) {
        this.routes = routes;
        this.admittance = admittance;
        this.writer = writer;
    }

    void receive(HttpExchange exchange) throws IOException {
        try (exchange) {
            PageRoute route =
                    routes.at(exchange.getRequestURI().getRawPath())
                            .orElseGet(() -> PageRoute.nothing(exchange.getRequestMethod()));
            writer.send(exchange, route, asStranger(exchange, route));
        }
    }

    /** What a stranger may be read of, or what has a password compared, needs a place for that. */
    private Reply asStranger(HttpExchange exchange, PageRoute route) throws IOException {
        if (!route.costsForStrangers()) {
            return admitted(exchange, route);
        }
        Optional<Place> place = strangers.take(RemoteAddress.of(exchange.getRemoteAddress()));
        if (place.isEmpty()) {
            return TOO_MANY;
        }
        try (Place _ = place.get()) {
            return admitted(exchange, route);
        }
    }

    private Reply admitted(HttpExchange exchange, PageRoute route) throws IOException {
        if (route.who() == PageRoute.Who.ANYBODY) {
            return answer(exchange, route, Optional.empty());
        }
        return switch (admittance.of(
                exchange.getRequestHeaders(),
                route,
                RemoteAddress.of(exchange.getRemoteAddress()))) {
            case Admittance.Entry.Nobody() -> LOG_IN;
            case Admittance.Entry.Refused(Reply.Said said) -> said;
            case Admittance.Entry.In(Visitor visitor) -> inTurn(exchange, route, visitor);
        };
    }

    private Reply inTurn(HttpExchange exchange, PageRoute route, Visitor visitor)
            throws IOException {
        Optional<Place> place = known.take(visitor.who());
        if (place.isEmpty()) {
            return TOO_MANY;
        }
        try (Place _ = place.get()) {
            return answer(exchange, route, Optional.of(visitor));
        }
    }

    private Reply answer(HttpExchange exchange, PageRoute route, Optional<Visitor> visitor)
            throws IOException {
        Headers headers = exchange.getRequestHeaders();
        Optional<Reply.Said> refusal =
                visitor.flatMap(known -> forbidden(route, known))
                        .or(() -> otherMethod(route, exchange))
                        .or(() -> Forgery.in(route, visitor, headers));
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
                        RemoteAddress.of(exchange.getRemoteAddress()),
                        admittance.secret(headers),
                        visitor,
                        query == null ? "" : query,
                        body.get()));
    }

    private static Optional<Reply.Said> forbidden(PageRoute route, Visitor visitor) {
        return switch (route.who()) {
            case ANYBODY, LOGGED_IN -> Optional.empty();
            case PERSON ->
                    visitor instanceof Session
                            ? Optional.empty()
                            : Optional.of(new Reply.Said(403, "This is for people's logins."));
            case OPERATOR ->
                    visitor.isOperator()
                            ? Optional.empty()
                            : Optional.of(
                                    new Reply.Said(403, "This needs the role of an operator."));
        };
    }

    private static Optional<Reply.Said> otherMethod(PageRoute route, HttpExchange exchange) {
        return route.method().equals(exchange.getRequestMethod())
                ? Optional.empty()
                : Optional.of(new Reply.Said(405, "needed " + route.method()));
    }

    /** Of one that is too long, or not asked for, nothing is read: it may come slowly. */
    private static Optional<String> body(HttpExchange exchange, int limit) throws IOException {
        Headers headers = exchange.getRequestHeaders();
        if (limit == 0) {
            return headers.containsKey("Transfer-Encoding") || declared(headers) > 0
                    ? Optional.empty()
                    : Optional.of("");
        }
        if (declared(headers) > limit) {
            return Optional.empty();
        }
        byte[] bytes = exchange.getRequestBody().readNBytes(limit + 1);
        return bytes.length > limit
                ? Optional.empty()
                : Optional.of(new String(bytes, StandardCharsets.UTF_8));
    }

    /** The server has refused what is no number. */
    private static long declared(Headers headers) {
        String length = headers.getFirst("Content-Length");
        return length == null ? 0 : Long.parseLong(length);
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
}
