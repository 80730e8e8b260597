package io.understudy.node.dashboard;

import io.understudy.core.model.NodeId;
import io.understudy.node.api.NodeReport;
import io.understudy.node.overview.Overview;
import io.understudy.node.overview.Sighting;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Looks at all nodes at once, and remembers what each said last, so that the page can still show
 * it, with its age, once a node is silent. Any thread may call.
 */
final class Lookouts {

    private final Cluster cluster;
    private final Map<NodeId, Heard> last = new ConcurrentHashMap<>();

    Lookouts(Cluster cluster) {
        this.cluster = cluster;
    }

    /**
     * One look at a node.
     *
     * @param asked when, on this process's clock
     * @param answered when
     * @param time this node's wall clock when it had answered
     */
    private record Look(Sighting sighting, long asked, long answered, Instant time) {}

    private record Heard(NodeReport report, long at) {}

    /** Blocks until the slowest has answered, or has not in time. */
    Snapshot look() {
        Map<NodeId, Look> looks = looks();
        long now = System.nanoTime();
        List<Snapshot.Piece> pieces = new ArrayList<>();
        looks.forEach((node, look) -> pieces.add(piece(node, look, now)));
        Overview overview = new Overview(looks.values().stream().map(Look::sighting).toList());
        return new Snapshot(
                cluster.name(), cluster.self(), Instant.now(), Banner.of(overview), pieces);
    }

    /** What those that answer say, for whoever is to decide something by it. */
    Overview overview() {
        return new Overview(looks().values().stream().map(Look::sighting).toList());
    }

    private Map<NodeId, Look> looks() {
        Map<NodeId, Future<Look>> asked = new LinkedHashMap<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (NodeId node : cluster.nodes()) {
                asked.put(node, threads.submit(() -> look(node)));
            }
        }
        Map<NodeId, Look> looks = new LinkedHashMap<>();
        asked.forEach((node, look) -> looks.put(node, look.resultNow()));
        return looks;
    }

    private Look look(NodeId node) {
        long asked = System.nanoTime();
        Sighting sighting = cluster.look(node);
        long answered = System.nanoTime();
        sighting.report().ifPresent(report -> last.put(node, new Heard(report, answered)));
        return new Look(sighting, asked, answered, Instant.now());
    }

    private Snapshot.Piece piece(NodeId node, Look look, long now) {
        Optional<Heard> heard = Optional.ofNullable(last.get(node));
        Duration way = Duration.ofNanos(look.answered() - look.asked());
        return new Snapshot.Piece(
                node,
                heard.map(known -> Duration.ofNanos(Math.max(0, now - known.at()))),
                look.sighting().silence(),
                look.sighting()
                        .report()
                        .map(report ->
                                Duration.between(
                                        look.time().minus(way.dividedBy(2)),
                                        report.about().time())),
                way.dividedBy(2),
                heard.map(Heard::report));
    }
}
