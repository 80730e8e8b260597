package io.understudy.node.arbiter;

import io.understudy.node.arbiter.ZooKeeperSettings.Member;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.zookeeper.AddWatchMode;
import org.apache.zookeeper.WatchedEvent;
import org.apache.zookeeper.Watcher;
import org.apache.zookeeper.ZooKeeper;

/** One connection to one member of an ensemble, used until it is first lost. */
final class MemberHandle implements Connection<Line> {

    private final Member member;
    private final Runnable changed;
    private final CountDownLatch connected = new CountDownLatch(1);
    private final CountDownLatch lost = new CountDownLatch(1);
    private final ZooKeeper zooKeeper;
    private final Line line;

    /**
     * Begins to connect.
     *
     * @param changed called from ZooKeeper's own thread when something watched has changed
     */
    MemberHandle(Member member, Dialling dialling, Runnable changed) throws IOException {
        this.member = member;
        this.changed = changed;
        this.zooKeeper = dialling.dial(member, this::seen);
        this.line = new Line(zooKeeper);
    }

    Member member() {
        return member;
    }

    Line line() {
        return line;
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

    /** Whether it is connected within that time. */
    boolean connects(Duration within) throws InterruptedException {
        return connected.await(within.toMillis(), TimeUnit.MILLISECONDS) && lost.getCount() > 0;
    }

    /**
     * Waits until the member ended the connection, true, or fell silent, false.
     *
     * @param patience how long an answer may take
     */
    boolean lasts(Duration patience) throws InterruptedException {
        long look = Math.max(1, patience.toMillis() / 8);
        while (!lost.await(look, TimeUnit.MILLISECONDS)) {
            if (line.silentFor().compareTo(patience) > 0) {
                return false;
            }
        }
        return true;
    }

    void watch(String znode) {
        zooKeeper.addWatch(
                znode,
                AddWatchMode.PERSISTENT,
                (_, _, _) -> {
                    // A lost watch comes with a lost connection, and then there is a new one.
                },
                null);
    }

    @Override
    public Line await(Duration time) {
        return line;
    }

    @Override
    public String silence(Duration waited) {
        return "the ensemble's member %s didn't answer within %d ms"
                .formatted(member, waited.toMillis());
    }

    /** Ends the waiting for answers at once, and then says goodbye. */
    void leave() {
        line.cut();
        // A goodbye takes as long as the server takes to answer.
        Thread.ofVirtual().start(this::close);
    }

    private void close() {
        try {
            zooKeeper.close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
