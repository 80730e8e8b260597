package io.understudy.core.decision;

import io.understudy.core.action.Action;
import io.understudy.core.action.Action.CopyAnew;
import io.understudy.core.action.Action.Rewind;
import io.understudy.core.action.Action.StartStandby;
import io.understudy.core.action.Action.StopDatabase;
import io.understudy.core.action.StopMode;
import io.understudy.core.decision.RegisterView.Sight;
import io.understudy.core.decision.RepairView.Method;
import io.understudy.core.explain.Reason;
import io.understudy.core.model.ClusterState;
import io.understudy.core.model.Moment;
import io.understudy.core.model.NodeId;
import io.understudy.core.observation.DatabaseState;
import java.util.Optional;

/**
 * How a node that does not hold the primacy becomes, or stays, a standby of the active one. The
 * data of a node that the register calls in sync is never rewound or replaced: it may be the only
 * good copy.
 */
final class RejoinPolicy {

    private static final String LOG_GONE =
            "the primary no longer has the log that this node needs next";

    private RejoinPolicy() {}

    /** Judges while another node is active and nothing here serves. */
    static Step next(NodeState state, Sight.Seen seen, Moment now) {
        ClusterState cluster = seen.state();
        NodeId holder = cluster.holder();
        if (state.database().isBusy()) {
            return busy(state, holder);
        }
        return switch (state.database().state()) {
            case DatabaseState.Absent() -> repair(state, cluster, Method.COPY, now);
            case DatabaseState.Stopped stopped -> stopped(state, cluster, stopped, now);
            case DatabaseState.Standby standby -> standby(state, seen, standby, now);
            case DatabaseState.Starting(var _, boolean logGone) ->
                    logGone ? withoutLog(state, seen, now) : starting(state, seen, now);
            case DatabaseState.Primary _ ->
                    Step.of(Role.STOPPING, new Reason.PrimacyLost(holder, cluster.epoch()));
            case DatabaseState.Unusable(String why) ->
                    Step.of(Role.WAITING, new Reason.DatabaseWillNotRun(why));
            case DatabaseState.Unseen unseen ->
                    Step.of(Role.WAITING, new Reason.JoiningUp(holder, unseen.why()));
        };
    }

    private static Step busy(NodeState state, NodeId holder) {
        if (state.database().busy().isEmpty()) {
            return Step.of(state.role(), state.reason());
        }
        return switch (state.database().busy().get()) {
            case Rewind _ ->
                    Step.of(
                            Role.REPAIRING,
                            new Reason.JoiningUp(holder, "going back to where it left"));
            case CopyAnew _ ->
                    Step.of(Role.REPAIRING, new Reason.JoiningUp(holder, copying(state)));
            case StartStandby _ ->
                    Step.of(Role.STANDBY, new Reason.JoiningUp(holder, "starting as its standby"));
            case StopDatabase _ ->
                    Step.of(Role.WAITING, new Reason.JoiningUp(holder, stopping(state)));
            case Action.StartPrimary _, Action.Promote _, Action.WaitFor _ ->
                    Step.of(Role.STOPPING, new Reason.JoiningUp(holder, "stopping first"));
        };
    }

    private static Step stopped(
            NodeState state, ClusterState cluster, DatabaseState.Stopped data, Moment now) {
        Method method =
                data.standby() ? state.repair().method() : atLeastRewind(state.repair().method());
        return method == Method.NONE
                ? start(state, cluster, now)
                : repair(state, cluster, method, now);
    }

    private static Method atLeastRewind(Method method) {
        return method == Method.NONE ? Method.REWIND : method;
    }

    private static Step start(NodeState state, ClusterState cluster, Moment now) {
        StartStandby start = new StartStandby(cluster.holder());
        if (state.database().mustWait(start, now)) {
            return waiting(state, "starting as a standby");
        }
        return Step.of(
                Role.STANDBY,
                new Reason.JoiningUp(cluster.holder(), "starting as its standby"),
                start);
    }

    private static Step repair(NodeState state, ClusterState cluster, Method method, Moment now) {
        NodeId holder = cluster.holder();
        boolean whole = cluster.synchrony().includes(state.self());
        if (whole && PlannedHandOver.justGaveItsPlace(state)) {
            return Step.of(
                    Role.WAITING, new Reason.JoiningUp(holder, "until that one commits by itself"));
        }
        if (whole) {
            // The register says that this data is whole, so whatever else it looks like, a person
            // decides.
            return Step.of(
                    Role.WAITING,
                    new Reason.RepairFailed(
                            "repair",
                            "the register names this node in sync, so its data is not touched"));
        }
        Action.OnDatabase action =
                method == Method.COPY ? new CopyAnew(holder) : new Rewind(holder);
        if (state.database().mustWait(action, now)) {
            return waiting(state, method == Method.COPY ? "the new copy" : "going back");
        }
        String what = method == Method.COPY ? copying(state) : "going back to where it left";
        return Step.of(Role.REPAIRING, new Reason.JoiningUp(holder, what), action)
                .remembering(state.with(state.repair().by(method)));
    }

    private static String stopping(NodeState state) {
        return state.repair().logGone()
                ? "stopping for a new copy, since " + LOG_GONE
                : "stopping first";
    }

    private static String copying(NodeState state) {
        return state.repair().logGone()
                ? "making a new copy, since " + LOG_GONE
                : "making a new copy";
    }

    private static Step waiting(NodeState state, String what) {
        String why = state.database().failure().map(ResourceView.Failure::why).orElse("it failed");
        return Step.of(Role.WAITING, new Reason.RepairFailed(what, why));
    }

    private static Step standby(
            NodeState state, Sight.Seen seen, DatabaseState.Standby standby, Moment now) {
        NodeId holder = seen.state().holder();
        if (state.repair().method() != Method.NONE) {
            return Step.of(
                    Role.WAITING,
                    new Reason.JoiningUp(holder, "stopping first"),
                    new StopDatabase(StopMode.ORDERLY));
        }
        if (!standby.upstream().equals(Optional.of(holder))) {
            return start(state, seen.state(), now);
        }
        if (standby.streaming()) {
            return Step.of(Role.STANDBY, new Reason.Following(holder, seen.state().epoch()));
        }
        return switch (standby.stream()) {
            case OPEN, AWAITED -> detached(state, seen, now, "waiting for its stream");
            case LOG_GONE -> withoutLog(state, seen, now);
        };
    }

    /**
     * What the primary said is definite, so a new copy is made at once. Where one was just made,
     * the log goes faster than it can be copied: then it is waited for as without that word.
     */
    private static Step withoutLog(NodeState state, Sight.Seen seen, Moment now) {
        boolean sure =
                isAlive(state, seen, now) && !seen.state().synchrony().includes(state.self());
        if (!sure || state.repair().tried() == Method.COPY) {
            return detached(state, seen, now, LOG_GONE);
        }
        NodeState copying = state.with(state.repair().withoutItsLog());
        return Step.of(
                        Role.WAITING,
                        new Reason.JoiningUp(seen.state().holder(), stopping(copying)),
                        new StopDatabase(StopMode.ORDERLY))
                .remembering(copying);
    }

    private static boolean isAlive(NodeState state, Sight.Seen seen, Moment now) {
        return now.isBefore(seen.since().plus(state.settings().timings().ttl()));
    }

    /**
     * A start replays the log that is there, and a new copy all that was written while it was made:
     * with much of it that takes longer than a stream may. Only what was rewound may wait for log
     * that the primary has no more.
     */
    private static Step starting(NodeState state, Sight.Seen seen, Moment now) {
        String what = "its database is starting";
        Moment longest =
                state.startup().since().orElse(now).plus(state.settings().limits().databaseStart());
        return state.repair().tried() == Method.REWIND || now.reached(longest)
                ? detached(state, seen, now, what)
                : Step.of(Role.STANDBY, new Reason.JoiningUp(seen.state().holder(), what));
    }

    /**
     * Without a stream for long, while the primary is alive: this data has left its history, or its
     * log is gone.
     */
    private static Step detached(NodeState state, Sight.Seen seen, Moment now, String what) {
        ClusterState cluster = seen.state();
        Reason reason = new Reason.JoiningUp(cluster.holder(), what);
        if (!isAlive(state, seen, now) || cluster.synchrony().includes(state.self())) {
            return Step.of(Role.STANDBY, reason)
                    .remembering(state.with(state.repair().by(Method.NONE)));
        }
        RepairView repair = state.repair().detached(now);
        Moment due = repair.detachedSince().orElse(now).plus(state.settings().timings().rejoin());
        if (!now.reached(due)) {
            return Step.of(Role.STANDBY, reason).remembering(state.with(repair)).dueAt(due);
        }
        return Step.of(Role.WAITING, reason, new StopDatabase(StopMode.ORDERLY))
                .remembering(state.with(repair.harder()));
    }
}
