package io.understudy.core.decision;

import io.understudy.core.model.ClusterState;
import io.understudy.core.model.LogPoint;
import io.understudy.core.model.Mode;
import io.understudy.core.model.Moment;
import io.understudy.core.model.Phase;
import io.understudy.core.model.Request;
import io.understudy.core.observation.DatabaseState;
import java.time.Duration;
import java.util.Optional;

/** The holder's next write, if there is nothing else to write. */
final class Renewal {

    private Renewal() {}

    static ClusterState of(NodeState state, ClusterState cluster, Moment now) {
        ClusterState renewed =
                UnrestPolicy.calmed(state, back(state, cluster, now), now)
                        .renewedBy(state.incarnation(), endOfLog(state, cluster));
        boolean stale =
                switch (cluster.request()) {
                    case Request.None() -> false;
                    case Request.Switchover(var _, var _, var seen) ->
                            !seen.equals(cluster.epoch());
                    // A holder that serves drops it; one whose database does not run gives its
                    // place away.
                    case Request.Failover _ ->
                            cluster.phase() instanceof Phase.Active
                                    && !GiveUpPolicy.cannotRun(state);
                };
        return stale ? renewed.withRequest(new Request.None()) : renewed;
    }

    /** A daemon that goes leaves its place as kept; one that has come back serves as ever. */
    private static ClusterState back(NodeState state, ClusterState cluster, Moment now) {
        return cluster.phase() instanceof Phase.Away && !isKept(state, cluster, now)
                ? cluster.withPhase(new Phase.Active())
                : cluster;
    }

    private static LogPoint endOfLog(NodeState state, ClusterState cluster) {
        if (!cluster.serves()) {
            return cluster.position();
        }
        return switch (state.database().state()) {
            case DatabaseState.Primary primary -> new LogPoint(primary.timeline(), primary.end());
            case DatabaseState.Absent _,
                    DatabaseState.Stopped _,
                    DatabaseState.Starting _,
                    DatabaseState.Standby _,
                    DatabaseState.Unusable _,
                    DatabaseState.Unseen _ ->
                    cluster.position();
        };
    }

    /** When the holder is to write next; empty where this node is not one that renews. */
    static Optional<Moment> due(NodeState state, Moment now) {
        Optional<ClusterState> cluster =
                state.register()
                        .state()
                        .filter(found -> found.isHeldBy(state.self()))
                        .filter(found -> !(found.phase() instanceof Phase.Ceded))
                        .filter(found -> !isLeftToOthers(state, found))
                        .filter(found -> !isKept(state, found, now))
                        .filter(found -> !state.seenEpoch().isAfter(found.epoch()));
        if (cluster.isEmpty() || state.settings().witness()) {
            return Optional.empty();
        }
        Duration renew = state.settings().timings().renew();
        Optional<Moment> lastAcknowledged =
                state.lease()
                        .map(lease ->
                                lease.until().plus(state.settings().timings().lease().negated()));
        Moment byLease =
                lastAcknowledged.map(at -> at.plus(renew)).orElse(new Moment(Long.MIN_VALUE));
        Moment bySpacing =
                state.register()
                        .lastWrite()
                        .map(at -> at.plus(state.settings().timings().poll()))
                        .orElse(new Moment(Long.MIN_VALUE));
        return Optional.of(byLease.isBefore(bySpacing) ? bySpacing : byLease);
    }

    /** A winner without data lets its primacy run out, so that a node with data wins the next. */
    private static boolean isLeftToOthers(NodeState state, ClusterState cluster) {
        return cluster.phase() instanceof Phase.Fencing
                && FencingPolicy.withoutData(state).isPresent();
    }

    /**
     * While the place is kept for a daemon that goes, and after it has come back until its guard
     * acts soon enough for those who then wait for a ttl only.
     */
    private static boolean isKept(NodeState state, ClusterState cluster, Moment now) {
        return cluster.phase() instanceof Phase.Away
                && (state.detachingSince().isPresent()
                        || !GuardPolicy.actsWithinALease(state, now));
    }

    /**
     * A pause that is over ends with the holder's next write, or, where no holder lives, with
     * anybody's.
     */
    static Optional<ClusterState> endOfPause(NodeState state, Moment now) {
        return state.register()
                .seen()
                .filter(seen -> PausePolicy.isOver(seen, now))
                .filter(seen ->
                        state.mayServe(now)
                                || now.reached(seen.since().plus(state.settings().timings().ttl())))
                .map(seen -> UnrestPolicy.lifted(seen.state()).withMode(new Mode.Automatic()));
    }
}
