package io.understudy.core.decision;

import io.understudy.core.action.Action;
import io.understudy.core.action.Action.StopDatabase;
import io.understudy.core.action.Action.StopServer;
import io.understudy.core.action.StopMode;
import io.understudy.core.explain.Reason;
import io.understudy.core.model.ClusterState;
import io.understudy.core.model.LogPosition;
import io.understudy.core.model.Moment;
import io.understudy.core.model.NodeId;
import io.understudy.core.model.Phase;
import io.understudy.core.model.Synchrony;
import io.understudy.core.model.TakeoverMode;
import io.understudy.core.observation.DatabaseState;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * How a daemon ends: it renews its lease for as long as anything here still stops, and then gives
 * its place to a standby that is in sync, which need not wait for the lease to end. A daemon that
 * just went away would let its database outlive its lease. A standby whose file decides ends only
 * when it decides no more.
 */
final class LeavePolicy {

    private LeavePolicy() {}

    /** Judges for the holder of a valid lease in the active phase. */
    static Step next(NodeState state, ClusterState cluster, ClusterState renewal, Moment now) {
        if (DemotionPolicy.serverRuns(state)) {
            return stopping(
                    state.server().isBusy(), "its server stops", new StopServer(StopMode.ORDERLY));
        }
        if (DemotionPolicy.databaseServes(state)) {
            return stopping(
                            state.database().isBusy(),
                            "its database stops",
                            new StopDatabase(StopMode.ORDERLY))
                    .and(AddressPolicy.release(state, now));
        }
        if (!AddressPolicy.isSurelyAway(state)) {
            return Step.of(Role.CEDING, new Reason.Leaving("its address goes"))
                    .and(AddressPolicy.release(state, now));
        }
        if (isDoubtful(state)) {
            // Something was begun, and the look at it did not succeed: whatever it is, it ends.
            return stopping(
                    state.database().isBusy(),
                    "its database can't be looked at",
                    new StopDatabase(StopMode.AT_ONCE));
        }
        return successor(state, cluster)
                .map(to ->
                        Step.of(Role.CEDING, new Reason.Leaving("its place goes to " + to))
                                .writing(renewal.withPhase(new Phase.Ceded(to, end(state)))))
                .orElseGet(() ->
                        Step.of(Role.CEDING, new Reason.Leaving("no standby can take its place")));
    }

    /**
     * Judges for a standby. One that the primary can't do without stops its database first, so that
     * it is called out of sync while this daemon can still agree to that.
     */
    static Step standby(NodeState state) {
        if (!PersonsVote.primaryNeeds(state)) {
            return Step.of(Role.WAITING, new Reason.Leaving("it has no place to give"));
        }
        boolean stopped =
                state.database().isBusy()
                        || state.database().state() instanceof DatabaseState.Stopped;
        Step step =
                Step.of(
                        Role.WAITING,
                        new Reason.Leaving("the primary is to call it out of sync first"));
        return stopped ? step : step.and(List.of(new StopDatabase(StopMode.ORDERLY)));
    }

    private static boolean isDoubtful(NodeState state) {
        return state.database().doubt().isPresent() || state.server().doubt().isPresent();
    }

    private static Step stopping(boolean busy, String what, Action action) {
        Step step = Step.of(Role.CEDING, new Reason.Leaving(what));
        return busy ? step : step.and(List.of(action));
    }

    /** Who would get this node's place; empty where it has none, or nobody may have it. */
    static Optional<NodeId> successorOf(NodeState state) {
        return state.register()
                .state()
                .filter(cluster -> cluster.isHeldBy(state.self()) && cluster.serves())
                .flatMap(cluster -> successor(state, cluster));
    }

    private static Optional<NodeId> successor(NodeState state, ClusterState cluster) {
        boolean mayMove =
                !PausePolicy.isPaused(state) && state.settings().takeover() != TakeoverMode.MANUAL;
        return mayMove && cluster.synchrony() instanceof Synchrony.InSync(Set<NodeId> nodes)
                ? nodes.stream().filter(node -> FilesPolicy.mayFollow(state, node)).findFirst()
                : Optional.empty();
    }

    /** A node in sync has every acknowledged commit, wherever an unclean stop left this log. */
    private static LogPosition end(NodeState state) {
        return state.database().state()
                                instanceof
                                DatabaseState.Stopped(_, LogPosition end, boolean clean, _)
                        && clean
                ? end
                : LogPosition.START;
    }

    /** After two ttl without an arbiter nobody waits for the place any more: the lease is over. */
    static boolean isDone(NodeState state, Moment now) {
        if (state.leavingSince().isEmpty()
                || DemotionPolicy.serves(state)
                || DemotionPolicy.stops(state)) {
            return false;
        }
        Optional<ClusterState> held =
                state.register().state().filter(cluster -> cluster.isHeldBy(state.self()));
        if (held.isPresent() && isDoubtful(state)) {
            return false;
        }
        boolean owes =
                PersonsVote.primaryNeeds(state)
                        || held.filter(ClusterState::serves)
                                .flatMap(cluster -> successor(state, cluster))
                                .isPresent();
        Moment longest =
                state.leavingSince().get().plus(state.settings().timings().ttl().multipliedBy(2));
        return !owes || now.reached(longest);
    }
}
