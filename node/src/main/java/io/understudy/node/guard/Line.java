package io.understudy.node.guard;

import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;

/**
 * A connection to the running guard: one line goes out, one comes back. After any exception it is
 * of no more use, since a late answer would be taken for that of the next question. One thread at a
 * time.
 */
final class Line implements AutoCloseable {

    private static final int LONGEST = 8192;

    private final SocketChannel channel;
    private final Selector selector;
    private final ByteBuffer received = ByteBuffer.allocate(LONGEST);

    private Line(SocketChannel channel, Selector selector) {
        this.channel = channel;
        this.selector = selector;
    }

    /**
     * @throws IOException when nobody listens there
     * @throws UnansweredException when somebody does, but is no guard of this version
     */
    static Line open(Path socket, String greeting, Expiry expiry)
            throws IOException, UnansweredException {
        SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(socket));
        Line line;
        try {
            line = new Line(channel, Selector.open());
        } catch (IOException e) {
            channel.close();
            throw e;
        }
        try {
            channel.configureBlocking(false);
            channel.register(line.selector, SelectionKey.OP_READ);
            String found = line.receive(expiry);
            if (!found.startsWith(greeting + " ")) {
                throw new UnansweredException(
                        "needed a guard that greets with \"%s\", found one that says \"%s\"; once nothing serves here, end it, and the daemon starts its own"
                                .formatted(greeting, found));
            }
            return line;
        } catch (IOException | UnansweredException e) {
            line.close();
            throw e;
        }
    }

    String ask(String question, Expiry expiry) throws UnansweredException {
        ByteBuffer bytes = ByteBuffer.wrap((question + "\n").getBytes(StandardCharsets.US_ASCII));
        try {
            channel.write(bytes);
            if (bytes.hasRemaining()) {
                throw new UnansweredException(
                        "needed a guard that reads what it is sent, found that it does not");
            }
            return receive(expiry);
        } catch (IOException e) {
            throw new UnansweredException(
                    "needed an answer of the guard, found: " + e.getMessage());
        }
    }

    private String receive(Expiry expiry) throws IOException, UnansweredException {
        while (true) {
            for (int i = 0; i < received.position(); i++) {
                if (received.get(i) == '\n') {
                    return take(i);
                }
            }
            if (!received.hasRemaining()) {
                throw new UnansweredException("needed a line of the guard, found no end of it");
            }
            Duration left = expiry.left();
            if (!left.isPositive() || Thread.currentThread().isInterrupted()) {
                throw new UnansweredException(
                        "needed an answer of the guard, found it silent for "
                                + expiry.within().toMillis()
                                + " ms; see whether it is stopped, and what its log says");
            }
            selector.select(Math.max(1, left.toMillis()));
            selector.selectedKeys().clear();
            if (channel.read(received) < 0) {
                throw new UnansweredException("needed an answer of the guard, found it gone");
            }
        }
    }

    private String take(int length) {
        byte[] line = new byte[length];
        received.flip();
        received.get(line);
        received.get();
        received.compact();
        return new String(line, StandardCharsets.US_ASCII);
    }

    @Override
    public void close() {
        try (channel;
                selector) {
            // Both are closed, whatever becomes of the other.
        } catch (IOException _) {
            // It is of no more use either way.
        }
    }

    /** Until when a call may take. */
    record Expiry(long from, Duration within) {

        static Expiry in(Duration within) {
            return new Expiry(System.nanoTime(), within);
        }

        Duration left() {
            return within.minusNanos(System.nanoTime() - from);
        }
    }
}
