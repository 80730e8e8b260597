package io.understudy.node.arbiter;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.apache.zookeeper.AddWatchMode;
import org.apache.zookeeper.WatchedEvent;
import org.apache.zookeeper.Watcher;
import org.apache.zookeeper.ZooKeeper;
import org.apache.zookeeper.client.ZKClientConfig;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a connection to the node's own server, and to no other: so a node that is cut off from the
 * majority is cut off from the register, too.
 *
 * <p>After a lost connection ZooKeeper's client sleeps up to a second before it tries again. But
 * here one knows when the server serves again, since it is in this process; so each lost handle is
 * dropped, and a fresh one, which doesn't sleep, is opened at that moment.
 */
final class LocalClient implements Connection, AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(LocalClient.class);
    private static final Duration LOOK = Duration.ofMillis(5);
    private static final Duration CONNECT = Duration.ofSeconds(1);
    private static final Duration SESSION = Duration.ofSeconds(2);

    private final OwnServer server;
    private final ZKClientConfig config;
    private final String path;
    private final Runnable changed;
    private final Thread keeper;

    private volatile CompletableFuture<Line> current = new CompletableFuture<>();
    private volatile boolean closed;

    /**
     * The server in this process.
     *
     * @param serving whether it would take a connection now
     * @param trouble why it may take one and answer nothing, in one sentence
     */
    record OwnServer(
            InetSocketAddress address,
            BooleanSupplier serving,
            Supplier<Optional<String>> trouble) {}

    /**
     * Starts to connect.
     *
     * @param path the node whose changes are told
     * @param changed called from the client's own thread, and after each new connection
     */
    LocalClient(OwnServer server, KeyStores stores, String path, Runnable changed) {
        this.server = server;
        this.config = config(stores);
        this.path = path;
        this.changed = changed;
        this.keeper = Thread.ofPlatform().daemon().name("arbiter-client").start(this::keep);
    }

    private static ZKClientConfig config(KeyStores stores) {
        ZKClientConfig config = new ZKClientConfig();
        config.setProperty(ZKClientConfig.SECURE_CLIENT, "true");
        config.setProperty(
                ZKClientConfig.ZOOKEEPER_CLIENT_CNXN_SOCKET,
                "org.apache.zookeeper.ClientCnxnSocketNetty");
        config.setProperty(ZKClientConfig.ENABLE_CLIENT_SASL_KEY, "false");
        EnsembleProperties.mutualTls("zookeeper.ssl.", stores).forEach(config::setProperty);
        return config;
    }

    @Override
    public Line await(Duration time) throws TimeoutException, InterruptedException {
        try {
            return current.get(time.toNanos(), TimeUnit.NANOSECONDS);
        } catch (ExecutionException e) {
            throw new IllegalStateException("the future of a handle never fails", e);
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
                if (server.serving().getAsBoolean()) {
                    serveOneHandle();
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

    /** Opens a handle and returns once it is lost. */
    private void serveOneHandle() throws InterruptedException {
        Handle handle;
        try {
            handle = new Handle();
        } catch (IOException e) {
            log.warn("The register's client can't be made; trying again: {}", e.toString());
            Thread.sleep(CONNECT);
            return;
        }
        try {
            if (connects(handle)) {
                handle.watch();
                current.complete(new Line(handle.zooKeeper));
                changed.run();
                handle.lost.await();
            }
        } finally {
            current = new CompletableFuture<>();
            // Saying goodbye takes as long as the server takes to answer.
            Thread.ofVirtual().start(handle::close);
        }
    }

    /**
     * Gives up early when the server ends meanwhile: a client that was refused keeps silent, and
     * sleeps before it tries again.
     */
    private boolean connects(Handle handle) throws InterruptedException {
        long due = System.nanoTime() + CONNECT.toNanos();
        while (server.serving().getAsBoolean() && System.nanoTime() < due) {
            if (handle.connected.await(LOOK.toMillis(), TimeUnit.MILLISECONDS)) {
                return handle.lost.getCount() > 0;
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

    /** One connection, used until it is first lost. */
    private final class Handle {
        final CountDownLatch connected = new CountDownLatch(1);
        final CountDownLatch lost = new CountDownLatch(1);
        final ZooKeeper zooKeeper;

        Handle() throws IOException {
            zooKeeper =
                    new ZooKeeper(
                            server.address().getHostString() + ":" + server.address().getPort(),
                            (int) SESSION.toMillis(),
                            this::seen,
                            config);
        }

        private void seen(WatchedEvent event) {
            if (event.getType() != Watcher.Event.EventType.None) {
                changed.run();
                return;
            }
            switch (event.getState()) {
                case SyncConnected -> connected.countDown();
                case Disconnected, Expired, Closed, AuthFailed -> {
                    lost.countDown();
                    connected.countDown();
                }
                default -> {
                    // A read-only or SASL state, neither of which is in use here.
                }
            }
        }

        void watch() {
            zooKeeper.addWatch(
                    path,
                    AddWatchMode.PERSISTENT,
                    (_, _, _) -> {
                        // A lost watch comes with a lost connection, and then there is a new one.
                    },
                    null);
        }

        void close() {
            try {
                zooKeeper.close();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
