package io.understudy.core.decision;

import io.understudy.core.model.ClusterState;
import io.understudy.core.model.NodeId;
import io.understudy.core.model.Phase;
import io.understudy.core.model.Request;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a person's word that a node is off is worth: it stands for the receipt that a winner lacks,
 * in that epoch alone, and never against a node that answers that it serves.
 */
final class VouchPolicy {

    private VouchPolicy() {}

    static CommandPolicy.Verdict judge(
            NodeState state, ClusterState cluster, Request.Failover word) {
        if (!cluster.isHeldBy(word.to())
                || !(cluster.phase() instanceof Phase.Fencing(Set<NodeId> nodes, var _))) {
            return new CommandPolicy.Verdict.Refuse(
                    word.to() + " does not wait for a receipt in epoch " + cluster.epoch(),
                    "fail over without --stopped; where a receipt is missing then, `understudy"
                            + " status` says so and what to type");
        }
        Set<NodeId> strangers = new TreeSet<>(word.stopped());
        strangers.removeAll(nodes);
        if (!strangers.isEmpty()) {
            return new CommandPolicy.Verdict.Refuse(
                    "nobody waits for a receipt of " + names(strangers),
                    "name with --stopped what is waited for: " + names(new TreeSet<>(nodes)));
        }
        for (NodeId node : word.stopped()) {
            Optional<String> answer = ReceiptFence.refusal(state, cluster, node);
            if (answer.isPresent()) {
                return new CommandPolicy.Verdict.Refuse(
                        node + " answers, and has not stopped: " + answer.get(),
                        "stop it there, or switch it off");
            }
        }
        return new CommandPolicy.Verdict.Write(cluster.withRequest(beside(cluster, word)));
    }

    /** A loss that was accepted before stays accepted, should this winner have to win again. */
    private static Request beside(ClusterState cluster, Request.Failover word) {
        return cluster.request() instanceof Request.Failover before && before.to().equals(word.to())
                ? new Request.Failover(
                        word.id(),
                        word.to(),
                        word.seen(),
                        Math.max(before.acceptedLossBytes(), word.acceptedLossBytes()),
                        word.stopped())
                : word;
    }

    private static String names(Set<NodeId> nodes) {
        return String.join(" and ", nodes.stream().map(NodeId::name).toList());
    }
}
