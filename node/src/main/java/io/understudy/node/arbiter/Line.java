package io.understudy.node.arbiter;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import org.apache.zookeeper.KeeperException.Code;
import org.apache.zookeeper.ZooKeeper;

/** One connection to one server, and the calls on it that have no answer yet. Thread-safe. */
final class Line {

    private final ZooKeeper zooKeeper;
    private final ConcurrentLinkedQueue<Pending> pending = new ConcurrentLinkedQueue<>();
    private volatile Duration latency = Duration.ZERO;
    private volatile boolean cut;

    private record Pending(long since, Runnable cut) {}

    Line(ZooKeeper zooKeeper) {
        this.zooKeeper = zooKeeper;
    }

    ZooKeeper zooKeeper() {
        return zooKeeper;
    }

    /** Sends a call. Its reply never fails, and is a lost connection once this line is cut. */
    <T> CompletableFuture<Reply<T>> send(Call<T> call) {
        CompletableFuture<Reply<T>> reply = new CompletableFuture<>();
        Pending asked =
                new Pending(
                        System.nanoTime(),
                        () -> reply.complete(new Reply.Refusal<>(Code.CONNECTIONLOSS)));
        pending.add(asked);
        if (cut) {
            cut();
        }
        call.send(
                zooKeeper,
                answer -> {
                    pending.remove(asked);
                    latency = Duration.ofNanos(System.nanoTime() - asked.since());
                    reply.complete(answer);
                });
        return reply;
    }

    /** How long the oldest call has waited for its answer. */
    Duration silentFor() {
        Pending oldest = pending.peek();
        return oldest == null
                ? Duration.ZERO
                : Duration.ofNanos(System.nanoTime() - oldest.since());
    }

    /** How long the last answer took. */
    Duration latency() {
        return latency;
    }

    /** Ends the waiting for all answers. What was sent may still happen. */
    void cut() {
        cut = true;
        Pending asked = pending.poll();
        while (asked != null) {
            asked.cut().run();
            asked = pending.poll();
        }
    }

    /** Sends one call, and hands on its answer from the client's own thread. */
    @FunctionalInterface
    interface Call<T> {
        void send(ZooKeeper zooKeeper, Consumer<Reply<T>> answer);
    }
}
