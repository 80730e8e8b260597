package io.understudy.core.decision;

import io.understudy.core.action.Action;
import io.understudy.core.action.Action.CopyAnew;
import io.understudy.core.action.Action.OnDatabase;
import io.understudy.core.action.Action.Rewind;
import io.understudy.core.action.Action.StartStandby;
import io.understudy.core.action.Outcome;
import io.understudy.core.decision.NodeState.AskedCommand;
import io.understudy.core.decision.NodeState.Lease;
import io.understudy.core.decision.RepairView.Method;
import io.understudy.core.model.ClusterState;
import io.understudy.core.model.FencePlan;
import io.understudy.core.model.Moment;
import io.understudy.core.model.Phase;
import io.understudy.core.model.Versioned;
import io.understudy.core.observation.AddressState;
import io.understudy.core.observation.DatabaseState;
import io.understudy.core.observation.FilesState;
import io.understudy.core.observation.Observation;
import io.understudy.core.observation.ServerState;
import java.util.Optional;

/** Takes an observation into what the node knows. It wants nothing yet. */
final class Knowledge {

    /** So many rewinds in a row may fail before a new copy is made instead. */
    private static final int REWINDS = 5;

    private final Policies policies;

    Knowledge(Policies policies) {
        this.policies = policies;
    }

    NodeState absorb(NodeState before, Observation seen) {
        NodeState leased = before.withLease(policies.lease().after(before, seen));
        NodeState taken = withoutStaleLease(keepingEpoch(taken(leased, seen)));
        NodeState known = remindedOfMoves(before, taken);
        return DetachPolicy.mustLeave(known, seen.at()) ? known.leaving(seen.at()) : known;
    }

    private NodeState taken(NodeState state, Observation seen) {
        RegisterView register = state.register();
        return switch (seen) {
            case Observation.Tick _, Observation.RegisterHinted _ -> state;
            case Observation.RegisterFound(Moment at, Versioned value) ->
                    state.with(register.readAnswered().found(at, value));
            case Observation.RegisterAbsent _ -> state.with(register.readAnswered().missing());
            case Observation.RegisterSilent(var _, String why) ->
                    state.with(register.readSilent(why));
            case Observation.WriteAcknowledged(Moment at, var _, var version) ->
                    state.with(
                            register.writing()
                                    .map(write ->
                                            register.found(
                                                    at, new Versioned(version, write.next())))
                                    .orElse(register)
                                    .writeAcknowledged());
            case Observation.WriteConflicted _ -> state.with(register.writeConflicted());
            case Observation.WriteUnanswered(var _, String why) ->
                    state.with(register.writeUnanswered(why));
            case Observation.DatabaseSeen(Moment at, DatabaseState found) ->
                    sawDatabase(state, at, found);
            case Observation.DatabaseActionEnded(Moment at, OnDatabase action, Outcome outcome) ->
                    state.withDatabase(state.database().ended(at, action, outcome))
                            .with(state.startup().acted(at))
                            .with(followersAfter(state.followers(), action, outcome))
                            .with(repairAfter(state, action, outcome));
            case Observation.ServerSeen(Moment at, ServerState found) ->
                    sawServer(state, at, found);
            case Observation.ServerActionEnded(
                            Moment at,
                            Action.OnServer action,
                            Outcome outcome) ->
                    state.withServer(state.server().ended(at, action, outcome));
            case Observation.AddressSeen(var _, AddressState.Unknown(String why)) ->
                    state.withAddress(state.address().sawNothing(why));
            case Observation.AddressSeen(Moment at, AddressState found) ->
                    state.withAddress(state.address().saw(at, found));
            case Observation.AddressActionEnded(
                            Moment at,
                            Action.OnAddress action,
                            Outcome outcome) ->
                    state.withAddress(state.address().ended(at, action, outcome));
            case Observation.FilesSeen(Moment at, FilesState found) ->
                    state.files().map(files -> state.withFiles(files.saw(at, found))).orElse(state);
            case Observation.FilesActionEnded(Moment at, Action.OnFiles action, Outcome outcome) ->
                    state.files()
                            .map(files ->
                                    state.withFiles(
                                            files.ended(
                                                    at,
                                                    action,
                                                    outcome,
                                                    DemotionPolicy.serverRuns(state))))
                            .orElse(state);
            case Observation.FenceAnswered(Moment at, var node, var epoch, Outcome outcome) ->
                    state.with(state.fencing().answered(epoch, node, FencePlan.PEER, at, outcome));
            case Observation.FenceMethodEnded(
                            Moment at,
                            String method,
                            var node,
                            var epoch,
                            Outcome outcome) ->
                    state.with(state.fencing().answered(epoch, node, method, at, outcome));
            case Observation.FenceAsked(var _, var _, var _, var epoch) ->
                    state.withSeenEpoch(policies.highest(state.seenEpoch(), epoch));
            case Observation.GuardSeen(var _, var said) -> state.with(state.guard().saw(said));
            case Observation.LeaveAsked(Moment at) -> state.leaving(at);
            case Observation.DetachAsked(Moment at) -> state.detaching(at);
            case Observation.CommandGiven(Moment at, var ticket, var command) ->
                    state.asked().isPresent()
                            ? state
                            : state.withAsked(Optional.of(new AskedCommand(ticket, command, at)));
        };
    }

    /** What the register newly says of this node's server. */
    private static NodeState remindedOfMoves(NodeState before, NodeState state) {
        Optional<ClusterState> past = before.register().state();
        Optional<ClusterState> now = state.register().state();
        if (past.equals(now) || now.isEmpty()) {
            return state;
        }
        boolean forgiven =
                past.filter(was -> was.unrest().serverFailed().contains(state.self())).isPresent()
                        && !now.get().unrest().serverFailed().contains(state.self());
        if (forgiven) {
            return state.with(state.restarts().forgiven());
        }
        boolean moving =
                now.get().isHeldBy(state.self())
                        && ServerUpkeep.isOwnMove(now.get().request())
                        && past.filter(was -> was.request().equals(now.get().request())).isEmpty();
        return moving ? state.with(state.restarts().asMoved()) : state;
    }

    private NodeState keepingEpoch(NodeState state) {
        return state.register()
                .state()
                .map(found ->
                        state.withSeenEpoch(policies.highest(state.seenEpoch(), found.epoch())))
                .orElse(state);
    }

    private static NodeState withoutStaleLease(NodeState state) {
        Optional<ClusterState> cluster = state.register().state();
        boolean stands =
                state.lease()
                        .map(Lease::epoch)
                        .filter(epoch ->
                                cluster.filter(found ->
                                                found.isHeldBy(state.self())
                                                        && found.epoch().equals(epoch)
                                                        && !(found.phase() instanceof Phase.Ceded))
                                        .isPresent())
                        .isPresent();
        return stands ? state : state.withLease(Optional.empty());
    }

    private static NodeState sawDatabase(NodeState state, Moment at, DatabaseState found) {
        StartupView startup = state.startup().saw(at, found, state.settings().limits());
        if (found instanceof DatabaseState.Unseen unseen) {
            return state.withDatabase(state.database().sawNothing(unseen.why())).with(startup);
        }
        NodeState saw =
                state.withDatabase(state.database().saw(at, found))
                        .with(state.followers().saw(at, found))
                        .with(startup);
        boolean streams = found instanceof DatabaseState.Standby standby && standby.streaming();
        return streams ? saw.with(saw.repair().attached()) : saw;
    }

    private static NodeState sawServer(NodeState state, Moment at, ServerState found) {
        if (found instanceof ServerState.Unknown(String why)) {
            return state.withServer(state.server().sawNothing(why));
        }
        String trouble =
                state.server().failure().map(ResourceView.Failure::why).orElse("its process ended");
        RestartView restarts =
                isMeantToRun(state, at)
                        ? state.restarts()
                                .saw(at, found, state.settings().limits().server(), trouble)
                        : state.restarts().unjudged();
        return state.withServer(state.server().saw(at, found)).with(restarts);
    }

    /**
     * A server that is stopped on purpose, or by the guard once the lease is over, did not fail.
     */
    private static boolean isMeantToRun(NodeState state, Moment at) {
        return state.mayServe(at)
                && !state.server().mayStillDo(Action.StopServer.class::isInstance);
    }

    private static FollowerView followersAfter(
            FollowerView followers, OnDatabase action, Outcome outcome) {
        boolean tells = action instanceof Action.WaitFor || action instanceof Action.StartPrimary;
        if (action instanceof Action.Promote && outcome instanceof Outcome.Done) {
            return followers.raising();
        }
        FollowerView anew = followers.catchingUpAnew();
        return tells && outcome instanceof Outcome.Done ? anew.telling() : anew;
    }

    private static RepairView repairAfter(NodeState state, OnDatabase action, Outcome outcome) {
        RepairView repair = state.repair();
        return switch (action) {
            case Rewind _ ->
                    switch (outcome) {
                        case Outcome.Done() -> repair.done(Method.REWIND);
                        case Outcome.Refused _ -> repair.by(Method.COPY);
                        // The data is not to blame: a new copy would need that other node, too.
                        case Outcome.NotYet _ -> repair.by(Method.REWIND);
                        case Outcome.Failed _, Outcome.Unknown _ ->
                                failedOften(state)
                                        ? repair.by(Method.COPY)
                                        : repair.by(Method.REWIND);
                    };
            case CopyAnew _ ->
                    outcome instanceof Outcome.Done
                            ? repair.done(Method.COPY)
                            : repair.by(Method.COPY);
            case StartStandby _ ->
                    outcome instanceof Outcome.Refused ? repair.by(Method.REWIND) : repair;
            case Action.StartPrimary _, Action.Promote _, Action.WaitFor _, Action.StopDatabase _ ->
                    repair;
        };
    }

    private static boolean failedOften(NodeState state) {
        return state.database()
                .failure()
                .filter(failure ->
                        failure.action() instanceof Rewind && failure.times() + 1 >= REWINDS)
                .isPresent();
    }
}
