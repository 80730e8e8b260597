package io.understudy.node.arbiter;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.apache.zookeeper.server.ServerCnxn.DisconnectReason;
import org.apache.zookeeper.server.ZooKeeperServer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a session with the node's own server, and with no other: so a node that is cut off from the
 * majority is cut off from the register, too.
 *
 * <p>The server is in this process, so one knows when it serves again after an election, and asks
 * for a new session at that moment.
 */
final class LocalClient implements Connection<MemberSession>, AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(LocalClient.class);
    private static final Duration LOOK = Duration.ofMillis(5);
    private static final Duration CONNECT = Duration.ofSeconds(1);

    private final OwnServer server;
    private final String path;
    private final Runnable changed;
    private final Thread keeper;

    private volatile CompletableFuture<MemberSession> current = new CompletableFuture<>();
    private volatile boolean closed;

    /**
     * The server in this process.
     *
     * @param sessions how to reach it
     * @param trouble why it may open a session and answer nothing, in one sentence
     */
    record OwnServer(MemberSessions sessions, Supplier<Optional<String>> trouble) {}

    /**
     * Starts to connect.
     *
     * @param path the node whose changes are told
     * @param changed called from the server's own thread, and after each new session; must not
     *     block
     */
    LocalClient(OwnServer server, String path, Runnable changed) {
        this.server = server;
        this.path = path;
        this.changed = changed;
        this.keeper = Thread.ofPlatform().daemon().name("arbiter-client").start(this::keep);
    }

    @Override
    public MemberSession await(Duration time) throws TimeoutException, InterruptedException {
        try {
            return current.get(time.toNanos(), TimeUnit.NANOSECONDS);
        } catch (ExecutionException e) {
            throw new IllegalStateException("the future of a session never fails", e);
        }
    }

    @Override
    public String silence(Duration waited) {
        return server.trouble()
                .get()
                .orElseGet(() ->
                        "the arbiter didn't answer within %d ms".formatted(waited.toMillis()));
    }

    private void keep() {
        try {
            while (!closed) {
                Optional<ZooKeeperServer> serving = server.sessions().serving();
                if (serving.isPresent()) {
                    useOneSession(serving.get());
                } else {
                    Thread.sleep(LOOK);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            current = new CompletableFuture<>();
        }
    }

    /** Opens a session and returns once it is lost. */
    private void useOneSession(ZooKeeperServer serving) throws InterruptedException {
        MemberSession session = new MemberSession(serving, server.sessions(), changed);
        try {
            session.open();
            if (opens(session, serving)) {
                session.watch(path);
                current.complete(session);
                changed.run();
                session.awaitLoss();
            }
        } catch (IOException e) {
            log.warn("The arbiter's server opens no session; trying again: {}", e.toString());
            Thread.sleep(CONNECT);
        } finally {
            current = new CompletableFuture<>();
            session.close(DisconnectReason.CLIENT_CLOSED_CONNECTION);
        }
    }

    /** Gives up early when the server ends meanwhile, for then nobody opens the session. */
    private boolean opens(MemberSession session, ZooKeeperServer serving)
            throws InterruptedException {
        long due = System.nanoTime() + CONNECT.toNanos();
        while (serving.isRunning() && System.nanoTime() < due) {
            if (session.opens(LOOK)) {
                return true;
            }
        }
        return false;
    }

    @Override
    public void close() {
        closed = true;
        keeper.interrupt();
        try {
            keeper.join(CONNECT);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
