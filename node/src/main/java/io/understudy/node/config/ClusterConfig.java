package io.understudy.node.config;

import io.understudy.core.model.Limits;
import io.understudy.core.model.NodeId;
import io.understudy.core.model.Pair;
import io.understudy.core.model.Settings;
import io.understudy.core.model.SynchronousMode;
import io.understudy.core.model.TakeoverMode;
import io.understudy.core.model.Voting;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The whole file, checked.
 *
 * @param cluster the cluster's name
 * @param nodes in the order of the file
 * @param arbiter who keeps the register
 * @param takeover when a standby may take over
 * @param timing the durations
 * @param synchronous what a commit waits for
 * @param watchdog what is behind each node's guard
 * @param generations how many generations of the files a node keeps
 * @param limits how often it tries by itself; a node may have its own for its server
 * @param fence how a winner makes sure that the others have stopped
 * @param dashboard the page that every node serves, where there is one
 * @param notices whom nodes tell, where there is anybody
 */
public record ClusterConfig(
        String cluster,
        List<NodeConfig> nodes,
        ArbiterConfig arbiter,
        TakeoverMode takeover,
        Timing timing,
        SynchronousMode synchronous,
        WatchdogMode watchdog,
        int generations,
        Limits limits,
        FenceConfig fence,
        Optional<DashboardConfig> dashboard,
        Optional<NotifyConfig> notices) {

    public ClusterConfig {
        nodes = List.copyOf(nodes);
    }

    /** That node as it is to be; empty where the file does not have it. */
    public Optional<NodeConfig> forNode(NodeId id) {
        return nodes.stream().filter(node -> node.id().equals(id)).findFirst();
    }

    /** The nodes that carry the database, in the order of the file. */
    public List<NodeConfig.Carrier> carriers() {
        return nodes.stream()
                .filter(NodeConfig.Carrier.class::isInstance)
                .map(NodeConfig.Carrier.class::cast)
                .toList();
    }

    private Limits limitsOf(NodeId self) {
        return carriers().stream()
                .filter(carrier -> carrier.id().equals(self))
                .flatMap(carrier -> carrier.server().stream())
                .findFirst()
                .map(server -> limits.with(server.limits()))
                .orElse(limits);
    }

    /** What that node's decisions depend on. */
    public Settings settings(NodeId self, boolean founder) {
        Set<NodeId> carriers = new TreeSet<>();
        carriers().forEach(carrier -> carriers.add(carrier.id()));
        return new Settings(
                self,
                carriers,
                founder,
                takeover,
                synchronous,
                timing.timings(),
                voting(),
                limitsOf(self),
                fence.plan(timing.timings()));
    }

    private Voting voting() {
        return switch (arbiter) {
            case ArbiterConfig.Quorum(), ArbiterConfig.ZooKeeper _ -> new Voting.Majority();
            case ArbiterConfig.Operator(var peerLoss) ->
                    new Voting.Person(
                            Pair.of(
                                    carriers().getFirst().id(),
                                    carriers().getLast().id(),
                                    peerLoss));
        };
    }
}
