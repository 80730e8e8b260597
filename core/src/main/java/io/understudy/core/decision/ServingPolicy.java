package io.understudy.core.decision;

import io.understudy.core.action.Action;
import io.understudy.core.action.Action.OnDatabase;
import io.understudy.core.action.Action.Promote;
import io.understudy.core.action.Action.StartPrimary;
import io.understudy.core.action.Action.StartServer;
import io.understudy.core.action.Action.StartStandby;
import io.understudy.core.action.Action.StopDatabase;
import io.understudy.core.explain.Reason;
import io.understudy.core.model.ClusterState;
import io.understudy.core.model.Moment;
import io.understudy.core.model.NodeId;
import io.understudy.core.model.SynchronousMode;
import io.understudy.core.model.Synchrony;
import io.understudy.core.observation.DatabaseState;
import io.understudy.core.observation.ServerState;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** How the one active node brings its database and its server up, and keeps them so. */
final class ServingPolicy {

    private final SynchronyPolicy synchrony;
    private final ServerUpkeep upkeep;

    ServingPolicy(Policies policies) {
        this.synchrony = policies.synchrony();
        this.upkeep = new ServerUpkeep(policies.restart());
    }

    /**
     * Judges for the holder of a valid lease in the active phase, with no planned move under way.
     */
    Step next(NodeState state, ClusterState cluster, ClusterState renewal, Moment now) {
        if (GiveUpPolicy.cannotRun(state)) {
            Optional<Step> given = GiveUpPolicy.next(state, cluster, renewal, now);
            if (given.isPresent()) {
                return given.get();
            }
        }
        return switch (state.database().state()) {
            case DatabaseState.Primary primary -> up(state, cluster, primary, renewal, now);
            case DatabaseState.Standby _ ->
                    raise(
                            state,
                            cluster,
                            new Promote(waitsFor(state, cluster)),
                            "promoting its database",
                            now);
            case DatabaseState.Stopped(var _, var _, var _, boolean standby) when standby ->
                    raise(
                            state,
                            cluster,
                            new StartStandby(anyOther(state)),
                            "starting its database to promote it",
                            now);
            case DatabaseState.Stopped _ ->
                    raise(
                            state,
                            cluster,
                            new StartPrimary(waitsFor(state, cluster)),
                            "starting its database",
                            now);
            case DatabaseState.Starting _ -> bringing(cluster, "its database is starting");
            case DatabaseState.Absent() ->
                    Step.of(
                            Role.PROMOTING,
                            new Reason.DatabaseWillNotRun("its data directory is empty"));
            case DatabaseState.Unusable(String why) ->
                    Step.of(Role.PROMOTING, new Reason.DatabaseWillNotRun(why));
            case DatabaseState.Unseen unseen -> bringing(cluster, "its database: " + unseen.why());
        };
    }

    private static Step bringing(ClusterState cluster, String what) {
        return Step.of(Role.PROMOTING, new Reason.BringingUp(cluster.epoch(), what));
    }

    private static Step raise(
            NodeState state, ClusterState cluster, OnDatabase action, String what, Moment now) {
        if (state.database().isBusy()) {
            return bringing(cluster, what);
        }
        if (synchronyMayChange(state, cluster)) {
            return bringing(cluster, "the register's answer is awaited");
        }
        if (serves(action) && !isGuarded(state, now)) {
            return unguarded(state, cluster);
        }
        if (state.database().mustWait(action, now)) {
            String why =
                    state.database().failure().map(ResourceView.Failure::why).orElse("it failed");
            return Step.of(Role.PROMOTING, new Reason.DatabaseWillNotRun(why));
        }
        return Step.of(Role.PROMOTING, new Reason.BringingUp(cluster.epoch(), what), action);
    }

    private static boolean serves(OnDatabase action) {
        return action instanceof Promote || action instanceof StartPrimary;
    }

    private static boolean isGuarded(NodeState state, Moment now) {
        return state.guard().covers(state.seenEpoch(), now);
    }

    private static Step unguarded(NodeState state, ClusterState cluster) {
        return state.guard()
                .missing()
                .map(why -> Step.of(Role.PROMOTING, new Reason.GuardMissing(why)))
                .orElseGet(() -> bringing(cluster, "arming its guard"));
    }

    /**
     * A write under way, or one without an answer, may name more nodes in sync than commits would
     * wait for from the first one on.
     */
    private static boolean synchronyMayChange(NodeState state, ClusterState cluster) {
        return state.register().unsettled().isPresent()
                || state.register()
                        .writing()
                        .filter(write -> !write.next().synchrony().equals(cluster.synchrony()))
                        .isPresent();
    }

    private Step up(
            NodeState state,
            ClusterState cluster,
            DatabaseState.Primary database,
            ClusterState renewal,
            Moment now) {
        if (state.database().mayStillDo(StopDatabase.class::isInstance)) {
            // A server that is started now would find no database.
            return bringing(cluster, "its database stops first");
        }
        Step step =
                upkeep.next(state, cluster, renewal, now)
                        .orElseGet(
                                () -> AddressPolicy.told(withServer(state, cluster, now), state));
        if (state.database().isBusy() || state.startup().answers().silentSince().isPresent()) {
            // What was seen is not what there is.
            return step;
        }
        return switch (synchrony.judge(state, database, now)) {
            case SynchronyPolicy.Verdict.Keep() -> step;
            case SynchronyPolicy.Verdict.Declare(Synchrony declared, Reason because) ->
                    step.because(because).writing(renewal.withSynchrony(declared));
            case SynchronyPolicy.Verdict.WaitFor(Set<NodeId> nodes) -> {
                Action.WaitFor action = new Action.WaitFor(nodes);
                boolean wait = state.database().isBusy() || state.database().mustWait(action, now);
                yield wait ? step : step.and(List.of(action));
            }
        };
    }

    private static Step withServer(NodeState state, ClusterState cluster, Moment now) {
        StartServer start = new StartServer(cluster.epoch());
        Reason serving = new Reason.Serving(cluster.epoch(), cluster.synchrony());
        return switch (state.server().state()) {
            case ServerState.Healthy() -> Step.of(Role.ACTIVE, serving);
            case ServerState.Unhealthy(String why) ->
                    Step.of(Role.ACTIVE, new Reason.ServerWillNotRun(why));
            case ServerState.Unusable(String why) ->
                    Step.of(Role.ACTIVE, new Reason.ServerWillNotRun(why));
            case ServerState.Starting() -> bringing(cluster, "its server is starting");
            case ServerState.Unknown(String why) -> bringing(cluster, "its server: " + why);
            case ServerState.Stopped _ -> {
                if (state.server().isBusy()) {
                    yield bringing(cluster, "its server is starting");
                }
                if (state.server().mustWait(start, now)) {
                    String why =
                            state.server()
                                    .failure()
                                    .map(ResourceView.Failure::why)
                                    .orElse("it failed");
                    yield Step.of(Role.PROMOTING, new Reason.ServerWillNotRun(why));
                }
                if (!FilesPolicy.areReady(state, cluster.epoch())) {
                    yield Step.of(Role.PROMOTING, FilesPolicy.awaited(state, cluster.epoch()));
                }
                yield isGuarded(state, now)
                        ? Step.of(
                                Role.PROMOTING,
                                new Reason.BringingUp(cluster.epoch(), "starting its server"),
                                start)
                        : unguarded(state, cluster);
            }
        };
    }

    /**
     * Whom the very first commit waits for: all that the register names, and always somebody where
     * that is strict.
     */
    private static Set<NodeId> waitsFor(NodeState state, ClusterState cluster) {
        Set<NodeId> declared =
                cluster.synchrony() instanceof Synchrony.InSync(Set<NodeId> nodes)
                        ? nodes
                        : Set.of();
        boolean strict = state.settings().synchronous() instanceof SynchronousMode.Strict;
        return strict && declared.isEmpty() ? state.settings().otherCarriers() : declared;
    }

    private static NodeId anyOther(NodeState state) {
        return state.settings().otherCarriers().stream().findFirst().orElse(state.self());
    }
}
