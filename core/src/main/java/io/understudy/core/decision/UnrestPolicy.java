package io.understudy.core.decision;

import io.understudy.core.decision.RegisterView.Sight;
import io.understudy.core.model.ClusterState;
import io.understudy.core.model.Limits;
import io.understudy.core.model.Mode;
import io.understudy.core.model.Moment;
import io.understudy.core.model.Phase;
import io.understudy.core.model.Request;
import io.understudy.core.model.Unrest;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/**
 * What the register keeps of automatic moves and failed servers: how that grows, and what wipes it
 * out. Quiet is what the holder itself has seen, on its own clock, so no clocks are compared.
 */
final class UnrestPolicy {

    private UnrestPolicy() {}

    /**
     * A primacy that was won counts as an automatic move unless its holder gave it away, or a
     * person asked for it, or the winner takes its own place back. The server gets a new chance
     * there.
     */
    static ClusterState won(ClusterState before, ClusterState won) {
        boolean word =
                before.request() instanceof Request.Failover failover
                        && failover.to().equals(won.holder());
        boolean counts =
                !(before.phase() instanceof Phase.Ceded) && !before.isHeldBy(won.holder()) && !word;
        Unrest unrest = won.unrest().forgiving(won.holder());
        return won.withUnrest(counts ? unrest.moved() : unrest);
    }

    /** What a quiet while leaves of it. */
    static ClusterState calmed(NodeState state, ClusterState cluster, Moment now) {
        if (!(cluster.phase() instanceof Phase.Active) || cluster.unrest().equals(Unrest.NONE)) {
            return cluster;
        }
        Limits limits = state.settings().limits();
        boolean quiet = reached(epochSince(state), limits.flapping().within(), now);
        boolean well =
                reached(state.restarts().healthySince(), limits.server().settledAfter(), now);
        Unrest moves = quiet ? cluster.unrest().calmed() : cluster.unrest();
        return cluster.withUnrest(well ? new Unrest(moves.moves(), Set.of()) : moves);
    }

    private static Optional<Moment> epochSince(NodeState state) {
        return state.register().seen().map(Sight.Seen::epochSince);
    }

    private static boolean reached(Optional<Moment> since, Duration length, Moment now) {
        return since.filter(at -> now.reached(at.plus(length))).isPresent();
    }

    /** A person's word: the cluster may move again, and the count starts anew. */
    static ClusterState lifted(ClusterState cluster) {
        return cluster.mode() instanceof Mode.Held
                ? cluster.withMode(new Mode.Automatic()).withUnrest(cluster.unrest().calmed())
                : cluster;
    }
}
