package io.understudy.demo.panel;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;

/**
 * Serves the panel on this machine's loopback. What it is made of anybody here may read; what it
 * shows and does is for whoever has the key: {@code POST /enter} takes it, {@code GET /session}
 * says what a page has to know, {@code GET /events} tells of the cluster, {@code POST /deeds/NAME}
 * does something to it.
 */
final class PanelServer {

    private static final String HTML = "text/html; charset=utf-8";
    private static final String SCRIPT = "text/javascript; charset=utf-8";
    private static final Map<String, Resource> RESOURCES =
            Map.of(
                    "/", new Resource("index.html", HTML),
                    "/panel.css", new Resource("panel.css", "text/css; charset=utf-8"),
                    "/panel.js", new Resource("panel.js", SCRIPT),
                    "/strip.js", new Resource("strip.js", SCRIPT),
                    "/icon.svg", new Resource("icon.svg", "image/svg+xml"));
    private static final Map<String, String> ALWAYS =
            Map.of(
                    "Content-Security-Policy",
                    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self';"
                            + " connect-src 'self';"
                            + " base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
                    "X-Content-Type-Options",
                    "nosniff",
                    "Referrer-Policy",
                    "no-referrer",
                    "Cross-Origin-Resource-Policy",
                    "same-origin",
                    "Cache-Control",
                    "no-store");
    private static final int LONGEST_BODY = 4096;
    private static final int MOST_PAGES = 16;
    private static final int NEWS_EVERY_MILLIS = 100;

    private final Desk desk;
    private final Admission admission;
    private final Briefing briefing;
    private final Semaphore pages = new Semaphore(MOST_PAGES);
    private final JsonMapper json = new JsonMapper();

    PanelServer(Desk desk, Admission admission, Briefing briefing) {
        this.desk = desk;
        this.admission = admission;
        this.briefing = briefing;
    }

    private record Resource(String name, String type) {}

    /**
     * What a page has to know.
     *
     * @param pages the nodes' own, the witness's first
     * @param name by which one logs in there
     */
    record Briefing(List<Link> pages, String name, String password) {
        Briefing {
            pages = List.copyOf(pages);
        }

        @Override
        public String toString() {
            return "Briefing" + pages;
        }
    }

    record Link(String node, String address) {}

    record Session(String token, Briefing briefing) {
        @Override
        public String toString() {
            return "Session";
        }
    }

    void listen(int port) throws IOException {
        HttpServer http =
                HttpServer.create(
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 50);
        http.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        http.createContext(
                "/",
                exchange -> {
                    try (exchange) {
                        ALWAYS.forEach(exchange.getResponseHeaders()::set);
                        answer(exchange);
                    }
                });
        http.start();
    }

    private void answer(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        boolean get = exchange.getRequestMethod().equals("GET");
        Resource resource = RESOURCES.get(path);
        if (!admission.isForHere(exchange.getRequestHeaders())) {
            say(exchange, 421, "This is not the panel's address.");
        } else if (get && resource != null) {
            send(exchange, resource);
        } else if (!get && path.equals("/enter")) {
            enter(exchange);
        } else if (!admission.hasCookie(exchange.getRequestHeaders())) {
            say(exchange, 401, "Open the address that the terminal has printed, with its key.");
        } else if (get && path.equals("/session")) {
            send(exchange, 200, new Session(admission.token(), briefing));
        } else if (get && path.equals("/events")) {
            tell(exchange);
        } else if (!get && path.startsWith("/deeds/")) {
            press(exchange, path.substring("/deeds/".length()));
        } else {
            say(exchange, 404, "There is no such thing here.");
        }
    }

    private void enter(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readNBytes(LONGEST_BODY);
        if (admission.opens(new String(body, StandardCharsets.UTF_8))) {
            exchange.getResponseHeaders().set("Set-Cookie", admission.cookie());
            send(exchange, 200, new Session(admission.token(), briefing));
        } else {
            say(exchange, 401, "That is not this panel's key.");
        }
    }

    private void press(HttpExchange exchange, String name) throws IOException {
        Optional<Deed> deed = Deed.at(name);
        if (!admission.isFromThePage(exchange.getRequestHeaders())) {
            say(exchange, 403, "That was not pressed on this page.");
        } else if (deed.isEmpty()) {
            say(exchange, 404, "There is no such button.");
        } else {
            try {
                Optional<String> against = desk.press(deed.get());
                say(exchange, against.isEmpty() ? 200 : 409, against.orElse(""));
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void tell(HttpExchange exchange) throws IOException {
        if (!pages.tryAcquire()) {
            say(exchange, 503, "Too many pages are open; close one.");
            return;
        }
        try {
            exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
            exchange.sendResponseHeaders(200, 0);
            OutputStream out = exchange.getResponseBody();
            long number = 0;
            while (!Thread.currentThread().isInterrupted()) {
                Desk.News news = desk.news(number);
                if (!news.rows().isEmpty()) {
                    number = news.rows().getLast().number();
                }
                String event = "data: %s\n\n".formatted(json.writeValueAsString(news));
                out.write(event.getBytes(StandardCharsets.UTF_8));
                out.flush();
                Thread.sleep(NEWS_EVERY_MILLIS);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } finally {
            pages.release();
        }
    }

    /** A refusal, or that it is done. */
    private void say(HttpExchange exchange, int status, String sentence) throws IOException {
        send(exchange, status, Map.of("sentence", sentence));
    }

    private void send(HttpExchange exchange, int status, Object value) throws IOException {
        send(exchange, status, "application/json", json.writeValueAsBytes(value));
    }

    private static void send(HttpExchange exchange, Resource resource) throws IOException {
        try (InputStream in = PanelServer.class.getResourceAsStream(resource.name())) {
            if (in == null) {
                throw new IOException("the panel's own " + resource.name() + " is missing");
            }
            send(exchange, 200, resource.type(), in.readAllBytes());
        }
    }

    private static void send(HttpExchange exchange, int status, String type, byte[] body)
            throws IOException {
        exchange.getResponseHeaders().set("Content-Type", type);
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
    }
}
