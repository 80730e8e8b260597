package io.understudy.core.decision;

import io.understudy.core.model.ClusterState;
import io.understudy.core.model.NodeId;
import io.understudy.core.model.Phase;
import io.understudy.core.model.Request;
import io.understudy.core.model.SynchronousMode;
import io.understudy.core.model.Voting;
import io.understudy.core.observation.DatabaseState;
import java.util.Set;

/**
 * Who has everything when a planned move has been made: besides the successor also the node that
 * gave its place away, until the successor has acknowledged anything by itself. So the successor
 * becomes active with that node in sync, its very first commit waits for it, and only once it runs
 * does it write that nobody is in sync. Lost before that, it is followed by the node before it.
 *
 * <p>With two carriers only: the node before goes on in its own timeline, and the successor's may
 * be begun once more by a third, from where nobody could tell both apart.
 */
final class PlannedHandOver {

    private static final int TWO = 2;

    private PlannedHandOver() {}

    /** Whether this data is a primary's that was stopped in order. */
    static boolean justGaveItsPlace(NodeState state) {
        return state.database().state() instanceof DatabaseState.Stopped stopped
                && stopped.clean()
                && !stopped.standby();
    }

    /** Whom the register may call in sync with a winner that becomes active. */
    static Set<NodeId> wholeBefore(NodeState state, ClusterState cluster, Phase.Fencing fencing) {
        boolean asked =
                cluster.request() instanceof Request.Switchover(_, NodeId to, var seen)
                        && to.equals(state.self())
                        && seen.next().equals(cluster.epoch());
        // Who released its place is not fenced: it had stopped, and nobody has won in between.
        boolean released =
                fencing.toFence().isEmpty() && !fencing.lastActive().equals(state.self());
        boolean waited = !(state.settings().synchronous() instanceof SynchronousMode.Off);
        boolean alone = state.settings().carriers().size() == TWO;
        boolean judged = state.settings().voting() instanceof Voting.Majority;
        return asked && released && waited && alone && judged
                ? Set.of(fencing.lastActive())
                : Set.of();
    }
}
