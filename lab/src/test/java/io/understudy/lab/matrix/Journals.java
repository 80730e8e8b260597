package io.understudy.lab.matrix;

import io.understudy.core.model.NodeId;
import io.understudy.demo.stage.Steps;
import io.understudy.lab.Host;
import io.understudy.lab.LabException;
import io.understudy.lab.cluster.LabCluster;
import io.understudy.node.identity.NodeHome;
import io.understudy.node.journal.Entry;
import io.understudy.node.journal.Replay;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The journals of all nodes, from case to case: each decision in them is decided again. For one
 * thread.
 */
final class Journals {

    private final LabCluster cluster;
    private final Map<String, Long> read = new HashMap<>();

    Journals(LabCluster cluster) {
        this.cluster = cluster;
    }

    /**
     * What was decided since the last look.
     *
     * @param decided by node, oldest first
     * @param differences what came out otherwise when it was decided again, a sentence each
     */
    record Since(Map<NodeId, List<Entry.Decided>> decided, List<String> differences) {
        Since {
            decided = Map.copyOf(decided);
            differences = List.copyOf(differences);
        }

        int count() {
            return decided.values().stream().mapToInt(List::size).sum();
        }

        /**
         * How long after that moment the node took the first of these steps; empty if it did not.
         */
        Optional<Duration> after(Instant moment, NodeId node, Set<String> steps) {
            return decided.getOrDefault(node, List.of()).stream()
                    .filter(one -> one.time().isAfter(moment))
                    .filter(one -> Steps.of(one).stream().anyMatch(steps::contains))
                    .findFirst()
                    .map(one -> Duration.between(moment, one.time()));
        }
    }

    /** Decides again what was decided since the last call, and first all that there is. */
    Since again() throws LabException {
        Map<NodeId, List<Entry.Decided>> decided = new HashMap<>();
        List<String> differences = new ArrayList<>();
        for (Host node : cluster.nodes()) {
            try {
                Replay.Result result =
                        Replay.of(
                                node.file(NodeHome.USUAL + "/journal"),
                                read.getOrDefault(node.name(), 0L));
                read.put(node.name(), result.last());
                decided.put(new NodeId(node.name()), result.decided());
                result.differences().forEach(it -> differences.add(node.name() + ": " + it));
            } catch (IOException e) {
                throw new LabException("needed the journal of " + node.name() + ", found: " + e, e);
            }
        }
        return new Since(decided, differences);
    }
}
