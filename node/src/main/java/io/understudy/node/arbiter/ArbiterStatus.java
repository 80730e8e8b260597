package io.understudy.node.arbiter;

import io.understudy.core.model.NodeId;
import java.time.Duration;
import java.util.List;

/** What this node's member of the ensemble is doing, or how it reaches somebody else's. */
public sealed interface ArbiterStatus {

    record Leader() implements ArbiterStatus {}

    record Follower() implements ArbiterStatus {}

    /** It has no majority with it, or does not yet know who leads one. */
    record Looking() implements ArbiterStatus {}

    /**
     * It has no majority with it, and another node's member, which has, is asked in its place.
     *
     * @param by whose member that is
     */
    record Forwarding(NodeId by) implements ArbiterStatus {}

    /**
     * It votes no more; the sentence says whether it comes back by itself.
     *
     * @param why one sentence for a person
     */
    record Failed(String why) implements ArbiterStatus {}

    /**
     * It is connected to an ensemble outside of the nodes.
     *
     * @param member that answers, as {@code host:port}
     * @param latency of the last answer
     * @param silent the members that did not answer when they were last tried
     */
    record Connected(String member, Duration latency, List<String> silent)
            implements ArbiterStatus {
        public Connected {
            silent = List.copyOf(silent);
        }
    }

    /**
     * No member of an ensemble outside of the nodes takes it; it goes on trying.
     *
     * @param why one sentence for a person
     */
    record Apart(String why) implements ArbiterStatus {}

    /** It shares the register with one other node, which answers. */
    record Paired(NodeId with) implements ArbiterStatus {}

    /**
     * It shares the register with one other node, which does not answer.
     *
     * @param why one sentence for a person
     */
    record Alone(NodeId without, String why) implements ArbiterStatus {}
}
