package io.understudy.core.decision;

import io.understudy.core.model.Epoch;
import io.understudy.core.model.Moment;
import io.understudy.core.model.NodeId;
import io.understudy.core.model.Phase;

/** Who may stop a node by whatever means: it may cost that node its power. */
final class FenceRight {

    private FenceRight() {}

    /** Only who has won that epoch and holds its lease, as long as it fences that very node. */
    static boolean mayStop(NodeState state, NodeId node, Epoch epoch, Moment now) {
        return !node.equals(state.self())
                && state.mayServe(now)
                && state.register()
                        .state()
                        .filter(found -> found.isHeldBy(state.self()))
                        .filter(found -> found.epoch().equals(epoch))
                        .filter(found ->
                                found.phase() instanceof Phase.Fencing(var nodes, var _)
                                        && nodes.contains(node))
                        .isPresent();
    }

    /**
     * Whether something is under way that it may not do any more: another has won, the lease is
     * over, or all others have given their receipts.
     */
    static boolean isLost(NodeState state, Moment now) {
        FenceView fencing = state.fencing();
        return fencing.underWay().stream()
                .anyMatch(node -> !mayStop(state, node, fencing.epoch(), now));
    }
}
