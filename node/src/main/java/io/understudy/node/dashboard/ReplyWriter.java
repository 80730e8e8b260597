package io.understudy.node.dashboard;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import io.understudy.node.api.Wire;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Map;

/** Sends replies, each with what a browser is to forbid. */
final class ReplyWriter {

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

    private final EventStream events;
    private final Wire wire;

    ReplyWriter(EventStream events, Wire wire) {
        this.events = events;
        this.wire = wire;
    }

    void send(HttpExchange exchange, PageRoute route, Reply reply) throws IOException {
        Headers headers = exchange.getResponseHeaders();
        ALWAYS.forEach(headers::set);
        switch (reply) {
            case Reply.Value(Object value, Map<String, String> more) -> {
                more.forEach(headers::set);
                send(exchange, 200, Text.json(wire.write(value)));
            }
            case Reply.Made(Text text) -> send(exchange, 200, text);
            case Reply.File(PageFile file) -> {
                headers.set("Cache-Control", "no-cache");
                headers.set("Content-Type", file.type());
                byte[] bytes = file.bytes();
                exchange.sendResponseHeaders(200, bytes.length);
                try (OutputStream out = exchange.getResponseBody()) {
                    out.write(bytes);
                }
            }
            case Reply.Events() -> events.send(exchange);
            case Reply.Said(int status, String error) -> {
                if (status == 401) {
                    headers.set("WWW-Authenticate", challenge(route));
                }
                // What is left of a refused request is not read, so nothing may follow it.
                headers.set("Connection", "close");
                send(exchange, status, Text.json(wire.write(Map.of("error", error))));
            }
        }
    }

    /** A browser asks people for a name and a password at the latter; no page shows that path. */
    private static String challenge(PageRoute route) {
        return route.manner() == PageRoute.Manner.BY_OLD_SCRIPT
                ? "Basic realm=\"Understudy\", charset=\"UTF-8\""
                : "Bearer realm=\"Understudy\"";
    }

    private static void send(HttpExchange exchange, int status, Text text) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", text.type());
        if (exchange.getRequestMethod().equals("HEAD")) {
            exchange.sendResponseHeaders(status, -1);
            return;
        }
        exchange.sendResponseHeaders(status, text.length());
        try (OutputStream out = exchange.getResponseBody()) {
            text.writeTo(out);
        }
    }
}
