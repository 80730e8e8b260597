package io.understudy.node.api;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsExchange;
import io.understudy.node.identity.PeerIdentity;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes each call in: who it is, what it may ask, how much it may send. */
final class Reception {

    private static final Logger LOG = LoggerFactory.getLogger(Reception.class);
    private static final int MOST_AT_ONCE = 32;
    private static final String JSON = "application/json";
    private static final String TEXT = "text/plain; charset=utf-8";

    private final Routes routes;
    private final Wire wire;
    private final Semaphore places = new Semaphore(MOST_AT_ONCE);

    Reception(Routes routes, Wire wire) {
        this.routes = routes;
        this.wire = wire;
    }

    void receive(HttpExchange exchange) throws IOException {
        try (exchange) {
            send(exchange, inTurn(exchange));
        }
    }

    private Answer inTurn(HttpExchange exchange) throws IOException {
        if (!places.tryAcquire()) {
            return new Answer.Said(503, "this node has too many calls under way; try again");
        }
        try {
            return answer(exchange);
        } finally {
            places.release();
        }
    }

    private Answer answer(HttpExchange exchange) throws IOException {
        Optional<Caller> caller = caller(exchange);
        if (caller.isEmpty()) {
            return new Answer.Said(401, "needed a valid certificate of this cluster");
        }
        Optional<Route> found =
                routes.at(exchange.getRequestURI().getRawPath(), exchange.getRequestMethod());
        if (found.isEmpty()) {
            return new Answer.Said(404, "there is nothing here");
        }
        Route route = found.get();
        if (!route.callers().contains(caller.get().who().purpose())) {
            return new Answer.Said(403, "this certificate is not good for that");
        }
        if (!route.method().equals(exchange.getRequestMethod())) {
            return new Answer.Said(405, "needed " + route.method());
        }
        Optional<String> body = body(exchange, route.bodyLimit());
        if (body.isEmpty()) {
            return new Answer.Said(
                    413, "needed a body of at most " + route.bodyLimit() + " bytes, found more");
        }
        String query = exchange.getRequestURI().getRawQuery();
        return ask(route, new Question(caller.get(), query == null ? "" : query, body.get()));
    }

    /** The handshake has verified it; a connection may outlive its certificate, though. */
    private static Optional<Caller> caller(HttpExchange exchange) {
        if (!(exchange instanceof HttpsExchange https)) {
            return Optional.empty();
        }
        try {
            if (https.getSSLSession().getPeerCertificates()[0] instanceof X509Certificate leaf) {
                leaf.checkValidity();
                return PeerIdentity.of(leaf).map(who -> new Caller(who, leaf));
            }
            return Optional.empty();
        } catch (SSLPeerUnverifiedException | CertificateException _) {
            return Optional.empty();
        }
    }

    private static Optional<String> body(HttpExchange exchange, int limit) throws IOException {
        InputStream in = exchange.getRequestBody();
        byte[] bytes = in.readNBytes(limit + 1);
        return bytes.length > limit
                ? Optional.empty()
                : Optional.of(new String(bytes, StandardCharsets.UTF_8));
    }

    private static Answer ask(Route route, Question question) {
        try {
            return route.handler().answer(question);
        } catch (Wire.MalformedException e) {
            return new Answer.Said(400, "needed JSON that this call takes: " + e.getMessage());
        } catch (RuntimeException e) {
            LOG.error("A call by {} failed.", question.caller().who().name(), e);
            return new Answer.Said(500, "this node could not answer; its log says why");
        }
    }

    private void send(HttpExchange exchange, Answer answer) throws IOException {
        switch (answer) {
            case Answer.Value(Object value) -> send(exchange, 200, JSON, wire.write(value));
            case Answer.Json(int status, String text) -> send(exchange, status, JSON, text);
            case Answer.Text(String text) -> send(exchange, 200, TEXT, text);
            case Answer.Bytes(long length, Answer.Writing writing) ->
                    send(exchange, length, writing);
            case Answer.Said(int status, String error) ->
                    send(exchange, status, JSON, wire.write(Map.of("error", error)));
        }
    }

    private static void send(HttpExchange exchange, long length, Answer.Writing writing)
            throws IOException {
        exchange.getResponseHeaders().set("Content-Type", "application/octet-stream");
        exchange.getResponseHeaders().set("Cache-Control", "no-store");
        exchange.sendResponseHeaders(200, length == 0 ? -1 : length);
        try (OutputStream out = exchange.getResponseBody()) {
            writing.to(out);
        }
    }

    private static void send(HttpExchange exchange, int status, String type, String text)
            throws IOException {
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", type);
        exchange.getResponseHeaders().set("Cache-Control", "no-store");
        if (status >= 400) {
            // What is left of a refused call is not read, so nothing may follow it.
            exchange.getResponseHeaders().set("Connection", "close");
        }
        exchange.sendResponseHeaders(status, body.length);
        try (OutputStream out = exchange.getResponseBody()) {
            out.write(body);
        }
    }
}
