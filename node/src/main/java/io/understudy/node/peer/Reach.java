package io.understudy.node.peer;

import io.understudy.core.model.NodeId;
import io.understudy.node.api.ReachReport;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.function.BiConsumer;

/**
 * Which nodes answer, by the calls that are made of them anyhow. While somebody looks, a node that
 * was not called within 2 s is greeted, so that whoever asks again soon hears what is so; while
 * nobody does, nothing is sent. Any thread may call, and none is held up.
 */
final class Reach {

    private static final Duration FRESH = Duration.ofSeconds(2);

    private final Map<NodeId, PeerLine> lines;
    private final ExecutorService threads;
    private final BiConsumer<NodeId, Duration> greeting;
    private final Set<NodeId> underWay = ConcurrentHashMap.newKeySet();

    /**
     * Greets nobody yet.
     *
     * @param greeting asks that node whether it is there, for so long at most
     */
    Reach(
            Map<NodeId, PeerLine> lines,
            ExecutorService threads,
            BiConsumer<NodeId, Duration> greeting) {
        this.lines = lines;
        this.threads = threads;
        this.greeting = greeting;
    }

    /** By name. */
    List<ReachReport> seen() {
        long now = System.nanoTime();
        return lines.entrySet().stream()
                .sorted(Map.Entry.comparingByKey(Comparator.comparing(NodeId::name)))
                .map(peer -> seen(peer.getKey(), peer.getValue().contact(), now))
                .toList();
    }

    private ReachReport seen(NodeId node, Contact contact, long now) {
        if (contact.isOlderThan(FRESH.toNanos(), now)) {
            greetSoon(node);
        }
        return new ReachReport(
                node, contact.answered().map(at -> Duration.ofNanos(now - at)), contact.silence());
    }

    /** Once at a time: one that is gone lets each greeting wait for its whole deadline. */
    private void greetSoon(NodeId node) {
        if (!threads.isShutdown() && underWay.add(node)) {
            threads.execute(() -> {
                try {
                    greeting.accept(node, FRESH);
                } finally {
                    underWay.remove(node);
                }
            });
        }
    }
}
