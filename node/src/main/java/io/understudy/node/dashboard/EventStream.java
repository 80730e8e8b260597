package io.understudy.node.dashboard;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Semaphore;

/**
 * What the nodes are, as server-sent events. A stream ends by itself after some seconds, and the
 * browser begins the next at once: so each is asked again whose it is, and one that takes nothing
 * any more is ended by the server's own limit of an answer's time, a little later. A slow page gets
 * the latest state, and none in between.
 */
final class EventStream {

    /** Shorter than the server's limit for an answer. */
    private static final Duration LENGTH = Duration.ofSeconds(20);

    private static final Duration SIGN_OF_LIFE = Duration.ofSeconds(5);
    private static final int MOST = 256;

    private final Board board;
    private final Semaphore places = new Semaphore(MOST);

    EventStream(Board board) {
        this.board = board;
    }

    void send(HttpExchange exchange) throws IOException {
        if (!places.tryAcquire()) {
            exchange.sendResponseHeaders(503, -1);
            return;
        }
        board.enter();
        try {
            exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
            exchange.sendResponseHeaders(200, 0);
            try (OutputStream out = exchange.getResponseBody()) {
                write(out, "retry: 500\n\n");
                tell(out);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } finally {
            board.leave();
            places.release();
        }
    }

    private void tell(OutputStream out) throws IOException, InterruptedException {
        long end = System.nanoTime() + LENGTH.toNanos();
        long number = board.stale();
        while (System.nanoTime() < end) {
            Optional<Board.Notice> next = board.after(number, SIGN_OF_LIFE);
            if (next.isPresent()) {
                number = next.get().number();
                write(out, "data: " + next.get().json() + "\n\n");
            } else {
                write(out, ": still here\n\n");
            }
        }
    }

    private static void write(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.UTF_8));
        out.flush();
    }
}
