package io.understudy.node.dashboard;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.OutputStream;
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
    private static final Text RETRY = Text.of(Board.EVENTS, "retry: 500\n\n");
    private static final Text SIGN = Text.of(Board.EVENTS, ": still here\n\n");

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
            exchange.getResponseHeaders().set("Content-Type", Board.EVENTS);
            exchange.sendResponseHeaders(200, 0);
            try (OutputStream out = exchange.getResponseBody()) {
                send(out, RETRY);
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
        long number = board.olderThan(Board.LONGEST_SHOWN);
        while (System.nanoTime() < end) {
            Optional<Board.Notice> next = board.after(number, SIGN_OF_LIFE);
            if (next.isPresent()) {
                number = next.get().number();
                send(out, next.get().event());
            } else {
                send(out, SIGN);
            }
        }
    }

    private static void send(OutputStream out, Text text) throws IOException {
        text.writeTo(out);
        out.flush();
    }
}
