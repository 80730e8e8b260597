package io.understudy.core.decision;

import io.understudy.core.action.Action.ArmGuard;
import io.understudy.core.action.Action.DisarmGuard;
import io.understudy.core.action.Action.OnGuard;
import io.understudy.core.decision.NodeState.Lease;
import io.understudy.core.model.ClusterState;
import io.understudy.core.model.Moment;
import io.understudy.core.model.Phase;
import java.time.Duration;
import java.util.Optional;

/**
 * What the guard is told: with each acknowledged renewal, until when this node may serve; and that
 * there is nothing left to watch over, once that is sure. Its deadline never lies behind the time
 * that the other nodes wait for: it is moved later only after the register says so, and earlier
 * before the register does.
 */
final class GuardPolicy {

    private GuardPolicy() {}

    /** What to tell it now; empty where it knows. */
    static Optional<OnGuard> next(NodeState state, Moment now) {
        if (state.settings().witness() || state.guard().busy().isPresent()) {
            return Optional.empty();
        }
        Optional<Lease> held =
                state.lease()
                        .filter(lease -> now.isBefore(lease.guardAt()))
                        .filter(lease -> !state.seenEpoch().isAfter(lease.epoch()));
        if (held.isPresent()) {
            return arming(state, held.get(), now);
        }
        return keepsForUs(state, now) ? shortening(state, now) : disarming(state);
    }

    private static Optional<OnGuard> arming(NodeState state, Lease lease, Moment now) {
        boolean knows =
                state.guard().covers(lease.epoch(), now)
                        && state.guard().deadline().equals(Optional.of(lease.guardAt()));
        return knows || askedJustNow(state, now)
                ? Optional.empty()
                : Optional.of(new ArmGuard(lease.epoch(), lease.guardAt()));
    }

    /** A guard that can't be armed is asked again and again, but must not make the loop spin. */
    private static boolean askedJustNow(NodeState state, Moment now) {
        return state.guard().missing().isPresent()
                && state.guard()
                        .askedAt()
                        .map(at -> at.plus(state.settings().timings().poll()))
                        .filter(now::isBefore)
                        .isPresent();
    }

    private static Optional<OnGuard> disarming(NodeState state) {
        return state.guard().deadline().isPresent() && DemotionPolicy.surelyStopped(state)
                ? Optional.of(new DisarmGuard())
                : Optional.empty();
    }

    /**
     * A daemon that comes back takes over the watch from the long deadline that it had left, piece
     * by piece, so that it may renew its lease as ever. It adds no piece once it has tried to: a
     * renewal without an answer may have happened, and since then the others wait for a ttl only.
     */
    private static Optional<OnGuard> shortening(NodeState state, Moment now) {
        Duration piece = state.settings().timings().untilGuard();
        boolean tried = state.register().lastWrite().isPresent();
        Moment limit = (tried ? state.guard().deadline() : state.guard().inherited()).orElse(now);
        Moment wanted = earlier(now.plus(piece), limit);
        Moment least = earlier(now.halfwayTo(now.plus(piece)), limit);
        boolean fits =
                state.guard()
                        .deadline()
                        .filter(until -> !wanted.isBefore(until) && !until.isBefore(least))
                        .isPresent();
        return fits ? Optional.empty() : Optional.of(new ArmGuard(state.seenEpoch(), wanted));
    }

    private static Moment earlier(Moment one, Moment other) {
        return one.isBefore(other) ? one : other;
    }

    /**
     * Whether what runs here was left by an earlier run of the daemon under its guard: it may go on
     * until the guard's deadline, within which this run may renew the lease. A run that has a lease
     * ends what serves by itself, before its guard has to.
     */
    static boolean keepsForUs(NodeState state, Moment now) {
        boolean ours =
                state.register()
                        .state()
                        .map(cluster -> cluster.isHeldBy(state.self()) && maySurvive(cluster))
                        .orElse(true);
        return ours
                && state.lease().isEmpty()
                && state.guard().inherited().isPresent()
                && state.guard().covers(state.seenEpoch(), now);
    }

    private static boolean maySurvive(ClusterState cluster) {
        return switch (cluster.phase()) {
            case Phase.Active _, Phase.Away _ -> true;
            case Phase.Fencing _, Phase.Ceded _ -> false;
        };
    }

    /**
     * Whether others may wait for a ttl only, from now on: the guard acts before that is over, or
     * has nothing left to end.
     */
    static boolean actsWithinALease(NodeState state, Moment now) {
        Moment latest = now.plus(state.settings().timings().untilGuard());
        return state.guard().deadline().filter(until -> !latest.isBefore(until)).isPresent()
                || DemotionPolicy.surelyStopped(state);
    }
}
