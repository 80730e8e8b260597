package io.understudy.testkit.simulator;

import static io.understudy.testkit.simulator.Invariants.require;

import io.understudy.core.model.ClusterState;
import io.understudy.core.model.Limits;
import io.understudy.core.model.NodeId;
import io.understudy.core.model.Phase;
import io.understudy.core.model.Request;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * How often a cluster may try by itself: no more moves in a row than the limits allow, and no place
 * handed to a node on which the server has failed.
 */
final class TryRules {
    /** No clock of a node runs faster than this. */
    private static final double FASTEST = 1.09;

    private final World world;
    private final Deque<Long> moves = new ArrayDeque<>();

    TryRules(World world) {
        this.world = world;
    }

    void personSpeaks() {
        moves.clear();
    }

    void changes(ClusterState before, ClusterState after) {
        if (after.epoch().isAfter(before.epoch())) {
            moves(before, after);
        }
        boolean asks =
                after.request() instanceof Request.Switchover(String id, _, _)
                        && id.startsWith("server-failed")
                        && !after.request().equals(before.request());
        if (asks && after.request() instanceof Request.Switchover(_, NodeId to, _)) {
            require(
                    !before.unrest().serverFailed().contains(to),
                    "%s hands its place to %s, on which the server has failed, too: %s",
                    before.holder(),
                    to,
                    before.unrest());
        }
    }

    private void moves(ClusterState before, ClusterState after) {
        boolean released =
                before.phase() instanceof Phase.Ceded
                        || before.request() instanceof Request.Failover;
        if (released || before.isHeldBy(after.holder())) {
            return;
        }
        Limits.Flapping limits = Setup.LIMITS.flapping();
        long now = world.events().now();
        long window = (long) (limits.within().toNanos() / FASTEST);
        moves.removeIf(at -> now - at >= window);
        moves.add(now);
        // Whoever wins after a winner that died half-way only goes on: nothing has served since.
        boolean goesOn = before.phase() instanceof Phase.Fencing;
        require(
                goesOn || moves.size() <= limits.moves(),
                "%s takes epoch %s, the %s. automatic move in a row",
                after.holder(),
                after.epoch(),
                moves.size());
    }
}
