package io.understudy.node.dashboard;

import io.understudy.core.model.NodeId;
import java.util.Optional;

/**
 * What a person wants to do, as the page says it.
 *
 * @param deed what
 * @param node to or of which node, where it is one's
 * @param minutes how long, of a pause
 * @param acceptedLossBytes of a failover: how much of the log may be lost; nothing where it is
 *     empty
 */
record Deed(
        Kind deed,
        Optional<NodeId> node,
        Optional<Integer> minutes,
        Optional<Long> acceptedLossBytes) {

    enum Kind {
        SWITCHOVER,
        FAILOVER,
        PAUSE,
        RESUME,
        REJOIN
    }

    static Deed of(Kind deed) {
        return new Deed(deed, Optional.empty(), Optional.of(30), Optional.empty());
    }

    static Deed of(Kind deed, NodeId node) {
        return new Deed(deed, Optional.of(node), Optional.empty(), Optional.empty());
    }

    /** Whatever it may cost: a person chooses that later. */
    static Deed failover(NodeId node) {
        return new Deed(
                Kind.FAILOVER, Optional.of(node), Optional.empty(), Optional.of(Long.MAX_VALUE));
    }
}
