package io.understudy.demo.stage;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.concurrent.Semaphore;

/**
 * From this machine's loopback into a namespace, by which nothing else leads: a file is the same on
 * both sides, and so is the socket that it names.
 *
 * <pre>
 *   browser -- 127.0.0.1:port -- [outer] -- folder/port -- [inner] -- a node's page
 * </pre>
 */
public final class Gangway implements AutoCloseable {

    private static final int BUFFER = 16 * 1024;
    private static final int MOST_AT_ONCE = 128;

    private final ServerSocketChannel listening;
    private final SocketAddress to;
    private final Semaphore places = new Semaphore(MOST_AT_ONCE);

    private Gangway(ServerSocketChannel listening, SocketAddress to) {
        this.listening = listening;
        this.to = to;
    }

    /** The half on this machine's loopback. */
    public static Gangway outer(Path folder, int port) throws IOException {
        ServerSocketChannel listening = ServerSocketChannel.open();
        listening.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        return open(listening, socket(folder, port));
    }

    /** The half in the namespace. */
    public static Gangway inner(Path folder, int port, InetSocketAddress to) throws IOException {
        ServerSocketChannel listening = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        listening.bind(socket(folder, port));
        return open(listening, to);
    }

    private static UnixDomainSocketAddress socket(Path folder, int port) {
        return UnixDomainSocketAddress.of(folder.resolve(Integer.toString(port)));
    }

    private static Gangway open(ServerSocketChannel listening, SocketAddress to) {
        Gangway gangway = new Gangway(listening, to);
        Thread.ofPlatform().daemon().name("gangway").start(gangway::accept);
        return gangway;
    }

    private void accept() {
        while (listening.isOpen()) {
            try {
                SocketChannel one = listening.accept();
                if (places.tryAcquire()) {
                    Thread.ofVirtual().start(() -> join(one));
                } else {
                    one.close();
                }
            } catch (IOException _) {
                // Closed, or whoever came is gone again.
            }
        }
    }

    private void join(SocketChannel one) {
        try (one;
                SocketChannel other = SocketChannel.open(to)) {
            Thread back = Thread.ofVirtual().start(() -> carry(other, one));
            carry(one, other);
            back.join();
        } catch (IOException _) {
            // Nobody listens there: whoever came sees that its connection ends.
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } finally {
            places.release();
        }
    }

    private static void carry(SocketChannel from, SocketChannel to) {
        ByteBuffer buffer = ByteBuffer.allocate(BUFFER);
        try {
            while (from.read(buffer) >= 0) {
                buffer.flip();
                while (buffer.hasRemaining()) {
                    to.write(buffer);
                }
                buffer.clear();
            }
            to.shutdownOutput();
        } catch (IOException _) {
            end(from);
            end(to);
        }
    }

    private static void end(SocketChannel channel) {
        try {
            channel.close();
        } catch (IOException _) {
            // It is not used any more either way.
        }
    }

    @Override
    public void close() throws IOException {
        listening.close();
    }
}
