package io.understudy.core.decision;

import io.understudy.core.action.Action;
import io.understudy.core.action.Action.OnDatabase;
import io.understudy.core.action.Action.Promote;
import io.understudy.core.action.Action.StartPrimary;
import io.understudy.core.action.Action.StartServer;
import io.understudy.core.action.Action.StartStandby;
import io.understudy.core.action.Action.StopDatabase;
import io.understudy.core.action.Action.StopServer;
import io.understudy.core.action.StopMode;
import io.understudy.core.explain.Reason;
import io.understudy.core.model.ClusterState;
import io.understudy.core.model.LogPosition;
import io.understudy.core.model.Moment;
import io.understudy.core.model.NodeId;
import io.understudy.core.model.Phase;
import io.understudy.core.model.Request;
import io.understudy.core.model.SynchronousMode;
import io.understudy.core.model.Synchrony;
import io.understudy.core.model.TakeoverMode;
import io.understudy.core.observation.DatabaseState;
import io.understudy.core.observation.ServerState;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** How the one active node brings its database and its server up, and keeps them so. */
final class ServingPolicy {

    /**
     * So often in a row the database may fail to come up before a standby that has everything gets
     * the place.
     */
    private static final int TRIES = 3;

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
        if (cannotRun(state)) {
            Optional<Step> given = giveUp(state, cluster, renewal);
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
            case DatabaseState.Unknown(String why) -> bringing(cluster, "its database: " + why);
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
                        .orElseGet(() -> withServer(state, cluster, now));
        if (state.database().isBusy()) {
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
                yield isGuarded(state, now)
                        ? Step.of(
                                Role.PROMOTING,
                                new Reason.BringingUp(cluster.epoch(), "starting its server"),
                                start)
                        : unguarded(state, cluster);
            }
        };
    }

    /** Whether its database has failed too often, or can't be started at all. */
    static boolean cannotRun(NodeState state) {
        return switch (state.database().state()) {
            case DatabaseState.Absent _, DatabaseState.Unusable _ -> true;
            case DatabaseState.Starting _ -> state.startup().overdue();
            case DatabaseState.Stopped _ ->
                    state.startup().overdue()
                            || state.database().failures(StartPrimary.class) >= TRIES
                            || state.database().failures(StartStandby.class) >= TRIES;
            case DatabaseState.Standby _ -> state.database().failures(Promote.class) >= TRIES;
            case DatabaseState.Primary _, DatabaseState.Unknown _ -> false;
        };
    }

    /** Who gets the place of a node whose database does not run; empty where nobody may have it. */
    private static Optional<NodeId> successor(NodeState state, ClusterState cluster) {
        if (PausePolicy.isPaused(state)) {
            return Optional.empty();
        }
        if (cluster.request() instanceof Request.Failover word
                && others(state).contains(word.to())) {
            return Optional.of(word.to());
        }
        // With manual takeover it waits for a person, who is asked only where trying again is in
        // vain.
        boolean mayWork =
                switch (state.database().state()) {
                    case DatabaseState.Absent _, DatabaseState.Unusable _ -> false;
                    case DatabaseState.Stopped _,
                            DatabaseState.Standby _,
                            DatabaseState.Primary _,
                            DatabaseState.Starting _,
                            DatabaseState.Unknown _ ->
                            true;
                };
        boolean waits = mayWork && state.settings().takeover() == TakeoverMode.MANUAL;
        return !waits && cluster.synchrony() instanceof Synchrony.InSync(Set<NodeId> nodes)
                ? nodes.stream().findFirst()
                : Optional.empty();
    }

    /**
     * The node that is in sync has every acknowledged commit, and one that a person named is held
     * to the loss that the person accepts: so neither needs a final position of this one.
     */
    private static Optional<Step> giveUp(
            NodeState state, ClusterState cluster, ClusterState renewal) {
        return successor(state, cluster).map(found -> giveUp(state, renewal, found));
    }

    private static Step giveUp(NodeState state, ClusterState renewal, NodeId successor) {
        String why =
                state.database()
                        .failure()
                        .map(ResourceView.Failure::why)
                        .orElse("its database does not run");
        Step step = Step.of(Role.CEDING, new Reason.GivingUp(successor, why));
        if (DemotionPolicy.serverRuns(state)) {
            return state.server().isBusy()
                    ? step
                    : step.and(List.of(new StopServer(StopMode.ORDERLY)));
        }
        if (state.database().isBusy()) {
            return step;
        }
        boolean runs =
                state.database().state() instanceof DatabaseState.Standby
                        || state.database().state() instanceof DatabaseState.Starting;
        if (runs) {
            return step.and(List.of(new StopDatabase(StopMode.AT_ONCE)));
        }
        return step.writing(
                renewal.withPhase(new Phase.Ceded(successor, LogPosition.START))
                        .withUnrest(renewal.unrest().moved()));
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
        return strict && declared.isEmpty() ? others(state) : declared;
    }

    private static Set<NodeId> others(NodeState state) {
        Set<NodeId> others = new TreeSet<>(state.settings().carriers());
        others.remove(state.self());
        return others;
    }

    private static NodeId anyOther(NodeState state) {
        return others(state).stream().findFirst().orElse(state.self());
    }
}
