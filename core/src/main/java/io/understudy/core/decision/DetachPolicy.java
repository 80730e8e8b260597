package io.understudy.core.decision;

import io.understudy.core.decision.NodeState.Lease;
import io.understudy.core.explain.Reason;
import io.understudy.core.model.ClusterState;
import io.understudy.core.model.Moment;
import io.understudy.core.model.Phase;
import io.understudy.core.model.Request;
import io.understudy.core.observation.DatabaseState;
import java.time.Duration;
import java.util.Optional;

/**
 * How a daemon ends that is to be started again, for a newer version or after a change: what it
 * runs goes on, under its guard. A holder first has the register keep its place for longer than a
 * ttl, and then its guard wait for as long.
 */
final class DetachPolicy {

    private DetachPolicy() {}

    /** Whether the active holder can go now: nothing is under way that would have to be ended. */
    static boolean mayGo(NodeState state, ClusterState cluster) {
        return state.detachingSince().isPresent()
                && state.database().state() instanceof DatabaseState.Primary
                && !state.database().isBusy()
                && !state.server().isBusy()
                && !state.address().isBusy()
                && DemotionPolicy.serverRuns(state)
                && cluster.request() instanceof Request.None;
    }

    static Step keepPlace(NodeState state, ClusterState renewal) {
        Duration away = state.settings().timings().away();
        return going("its place is kept for " + away.toSeconds() + " s")
                .writing(renewal.withPhase(new Phase.Away(away)));
    }

    /** The register keeps the place; the guard has to know it, too. */
    static Step awaitGuard() {
        return going("its guard is told to wait for it");
    }

    private static Step going(String what) {
        return Step.of(Role.ACTIVE, new Reason.Detaching(what));
    }

    static boolean isDone(NodeState state, Moment now) {
        if (state.detachingSince().isEmpty()) {
            return false;
        }
        if (state.lease().isPresent()) {
            return placeIsKept(state) || (isLate(state, now) && isGuarded(state, now));
        }
        return !DemotionPolicy.serves(state)
                && !DemotionPolicy.stops(state)
                && (!state.database().isBusy() || isLate(state, now));
    }

    private static boolean placeIsKept(NodeState state) {
        boolean away =
                state.register()
                        .state()
                        .filter(cluster -> cluster.phase() instanceof Phase.Away)
                        .isPresent();
        Optional<Moment> kept = state.lease().map(Lease::guardAt);
        return away && kept.isPresent() && state.guard().deadline().equals(kept);
    }

    private static boolean isGuarded(NodeState state, Moment now) {
        return state.guard().covers(state.seenEpoch(), now);
    }

    /**
     * Without a guard nothing that serves is left behind: then the daemon gives its place away. And
     * a standby whose daemon the primary needs can't leave its database running: for as long as
     * that streams, it would count as in sync.
     */
    static boolean mustLeave(NodeState state, Moment now) {
        boolean unguarded =
                isLate(state, now) && state.lease().isPresent() && !isGuarded(state, now);
        return state.detachingSince().isPresent() && (unguarded || PersonsVote.primaryNeeds(state));
    }

    /** Nobody waits for longer: the guard ends what serves, if the daemon is not back by then. */
    private static boolean isLate(NodeState state, Moment now) {
        return state.detachingSince()
                .map(since -> since.plus(state.settings().timings().ttl().multipliedBy(2)))
                .filter(now::reached)
                .isPresent();
    }
}
