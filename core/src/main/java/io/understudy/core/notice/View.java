package io.understudy.core.notice;

import io.understudy.core.decision.NodeState;
import io.understudy.core.decision.RegisterView.Sight;
import io.understudy.core.decision.Role;
import io.understudy.core.model.ClusterState;
import io.understudy.core.model.Moment;
import io.understudy.core.model.NodeId;
import java.time.Duration;
import java.util.Optional;

/**
 * A node's state at a moment, asked for what bears on notices.
 *
 * @param reads up to when it knows the register
 */
record View(NodeState state, Moment at, NoticeLimits limits, Reads reads) {

    NodeId self() {
        return state.self();
    }

    boolean ends() {
        return state.leavingSince().isPresent() || state.detachingSince().isPresent();
    }

    /** The register as it is; empty where this node does not know that now. */
    Optional<Sight.Seen> fresh() {
        return state.register().silence().isPresent()
                ? Optional.empty()
                : state.register().seen().filter(seen -> isCurrent(seen.state()));
    }

    private boolean isCurrent(ClusterState cluster) {
        return !state.seenEpoch().isAfter(cluster.epoch());
    }

    boolean mayServe() {
        return state.mayServe(at);
    }

    boolean holds() {
        return state.register().state().filter(c -> c.isHeldBy(self())).isPresent();
    }

    /** Whether it is the one that tells of the pair. */
    boolean isActive() {
        return state.role() == Role.ACTIVE && holds();
    }

    /** Whether the register says for sure that another one is primary. */
    boolean anotherHolds() {
        return fresh().filter(seen -> !seen.state().isHeldBy(self())).isPresent();
    }

    /**
     * How much longer than its lease the holder was silent as of the last answer, since between two
     * reads nobody knows; negative while it may not have been.
     */
    Duration overdue(Sight.Seen seen) {
        Duration kept = seen.state().keptFor(state.settings().timings().ttl());
        return reads.answered().orElse(seen.since()).since(seen.since().plus(kept));
    }

    /**
     * Up to when this node knows how such a matter stands: who was frozen knows what it read before
     * that. Empty where it has not looked yet.
     */
    Optional<Moment> knowsUntil(NoticeKind kind) {
        return switch (kind) {
            case SERVICE, REFUSAL -> mayServe() ? Optional.of(at) : reads.answered();
            case REGISTER -> mayServe() ? Optional.of(at) : reads.ended();
            case PRIMARY,
                    HALT,
                    SYNCHRONY,
                    LAG,
                    FILES,
                    STANDBY,
                    SERVER,
                    ADDRESS,
                    GUARD,
                    PAUSE,
                    CERTIFICATE,
                    DISK ->
                    Optional.of(at);
        };
    }

    /** Whether it knows that such a matter has stood as it does for so long. */
    boolean knowsFor(NoticeKind kind, Moment since, Duration length) {
        return knowsUntil(kind)
                .filter(known -> known.since(since).compareTo(length) >= 0)
                .isPresent();
    }

    /** Whether another one renews its place, and may serve. */
    boolean anotherServes() {
        return fresh().filter(seen ->
                        !seen.state().isHeldBy(self())
                                && seen.state().serves()
                                && overdue(seen).isNegative())
                .isPresent();
    }
}
