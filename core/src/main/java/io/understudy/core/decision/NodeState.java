package io.understudy.core.decision;

import io.understudy.core.action.Action.OnDatabase;
import io.understudy.core.action.Action.OnServer;
import io.understudy.core.explain.Reason;
import io.understudy.core.model.Epoch;
import io.understudy.core.model.Incarnation;
import io.understudy.core.model.Moment;
import io.understudy.core.model.Settings;
import io.understudy.core.observation.DatabaseState;
import io.understudy.core.observation.ServerState;
import java.util.Optional;

/**
 * All that a node knows and is. It is lost with the daemon; only what a decision persists is not.
 *
 * @param settings what the configuration says
 * @param incarnation this run of the daemon
 * @param seenEpoch the highest epoch seen, as it is on disk once this state is in force
 * @param register what it knows of the register
 * @param lease the right to serve, and until when
 * @param database what it knows of its database
 * @param server what it knows of its server
 * @param fencing whom it has to fence, and what they said
 * @param followers what it knows of its standbys, while it serves
 * @param repair how its data is to become a standby's again
 * @param role what it is at
 * @param reason why
 */
public record NodeState(
        Settings settings,
        Incarnation incarnation,
        Epoch seenEpoch,
        RegisterView register,
        Optional<Lease> lease,
        ResourceView<DatabaseState, OnDatabase> database,
        ResourceView<ServerState, OnServer> server,
        FenceView fencing,
        FollowerView followers,
        RepairView repair,
        Role role,
        Reason reason) {

    /** A daemon that has just started and knows nothing but its own disk. */
    public static NodeState starting(Settings settings, Incarnation incarnation, Epoch seenEpoch) {
        return new NodeState(
                settings,
                incarnation,
                seenEpoch,
                RegisterView.NOTHING,
                Optional.empty(),
                new ResourceView<>(
                        new DatabaseState.Unknown("not looked at yet"),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty()),
                new ResourceView<>(
                        new ServerState.Unknown("not looked at yet"),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty()),
                FenceView.NOBODY,
                FollowerView.NONE,
                RepairView.NOTHING,
                Role.STARTING,
                new Reason.RegisterUnseen("the daemon has just started"));
    }

    /**
     * The right to serve.
     *
     * @param epoch in which
     * @param until when this node must have stopped serving: a ttl less the margin after the last
     *     acknowledged renewal was sent
     * @param stopFrom when it begins to stop, if no renewal is acknowledged before
     */
    public record Lease(Epoch epoch, Moment until, Moment stopFrom) {}

    /** Whether this node may serve at that moment. */
    public boolean mayServe(Moment now) {
        return lease.filter(held -> now.isBefore(held.stopFrom()))
                .filter(held -> !seenEpoch.isAfter(held.epoch()))
                .isPresent();
    }

    NodeState with(RegisterView changed) {
        return new NodeState(
                settings,
                incarnation,
                seenEpoch,
                changed,
                lease,
                database,
                server,
                fencing,
                followers,
                repair,
                role,
                reason);
    }

    NodeState withSeenEpoch(Epoch changed) {
        return new NodeState(
                settings,
                incarnation,
                changed,
                register,
                lease,
                database,
                server,
                fencing,
                followers,
                repair,
                role,
                reason);
    }

    NodeState withLease(Optional<Lease> changed) {
        return new NodeState(
                settings,
                incarnation,
                seenEpoch,
                register,
                changed,
                database,
                server,
                fencing,
                followers,
                repair,
                role,
                reason);
    }

    NodeState withDatabase(ResourceView<DatabaseState, OnDatabase> changed) {
        return new NodeState(
                settings,
                incarnation,
                seenEpoch,
                register,
                lease,
                changed,
                server,
                fencing,
                followers,
                repair,
                role,
                reason);
    }

    NodeState withServer(ResourceView<ServerState, OnServer> changed) {
        return new NodeState(
                settings,
                incarnation,
                seenEpoch,
                register,
                lease,
                database,
                changed,
                fencing,
                followers,
                repair,
                role,
                reason);
    }

    NodeState with(FenceView changed) {
        return new NodeState(
                settings,
                incarnation,
                seenEpoch,
                register,
                lease,
                database,
                server,
                changed,
                followers,
                repair,
                role,
                reason);
    }

    NodeState with(FollowerView changed) {
        return new NodeState(
                settings,
                incarnation,
                seenEpoch,
                register,
                lease,
                database,
                server,
                fencing,
                changed,
                repair,
                role,
                reason);
    }

    NodeState with(RepairView changed) {
        return new NodeState(
                settings,
                incarnation,
                seenEpoch,
                register,
                lease,
                database,
                server,
                fencing,
                followers,
                changed,
                role,
                reason);
    }

    NodeState as(Role changed, Reason because) {
        return new NodeState(
                settings,
                incarnation,
                seenEpoch,
                register,
                lease,
                database,
                server,
                fencing,
                followers,
                repair,
                changed,
                because);
    }
}
