package io.understudy.core.decision;

import io.understudy.core.action.Action.Promote;
import io.understudy.core.action.Action.StartPrimary;
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
import io.understudy.core.model.Synchrony;
import io.understudy.core.model.TakeoverMode;
import io.understudy.core.observation.DatabaseState;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** When the active node gives its place to another, because its own database does not run. */
final class GiveUpPolicy {

    /**
     * So often in a row the database may fail to come up before a standby that has everything gets
     * the place.
     */
    private static final int TRIES = 3;

    private GiveUpPolicy() {}

    /** Whether its database has failed too often, or can't be started at all. */
    static boolean cannotRun(NodeState state) {
        return switch (state.database().state()) {
            case DatabaseState.Absent _, DatabaseState.Unusable _ -> true;
            case DatabaseState.Starting _ -> state.startup().overdue();
            case DatabaseState.Stopped _ ->
                    state.startup().overdue()
                            || SilentDatabase.fellSilentAgain(state)
                            || state.database().failures(StartPrimary.class) >= TRIES
                            || state.database().failures(StartStandby.class) >= TRIES
                            // Stopped since, as its place is given away.
                            || state.database().failures(Promote.class) >= TRIES;
            case DatabaseState.Standby _ -> state.database().failures(Promote.class) >= TRIES;
            case DatabaseState.Primary _, DatabaseState.Unseen _ -> false;
        };
    }

    /** Who gets the place of a node whose database does not run; empty where nobody may have it. */
    private static Optional<NodeId> successor(NodeState state, ClusterState cluster) {
        if (PausePolicy.isPaused(state)) {
            return Optional.empty();
        }
        if (cluster.request() instanceof Request.Failover word
                && state.settings().otherCarriers().contains(word.to())) {
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
                            DatabaseState.Unseen _ ->
                            true;
                };
        boolean waits = mayWork && state.settings().takeover() == TakeoverMode.MANUAL;
        return !waits && cluster.synchrony() instanceof Synchrony.InSync(Set<NodeId> nodes)
                ? nodes.stream().filter(node -> FilesPolicy.mayFollow(state, node)).findFirst()
                : Optional.empty();
    }

    /**
     * The node that is in sync has every acknowledged commit, and one that a person named is held
     * to the loss that the person accepts: so neither needs a final position of this one.
     */
    static Optional<Step> next(
            NodeState state, ClusterState cluster, ClusterState renewal, Moment now) {
        return successor(state, cluster).map(found -> giveUp(state, renewal, found, now));
    }

    private static Step giveUp(
            NodeState state, ClusterState renewal, NodeId successor, Moment now) {
        String why =
                state.database()
                        .failure()
                        .map(ResourceView.Failure::why)
                        .orElseGet(() ->
                                SilentDatabase.fellSilentAgain(state)
                                        ? "it stopped answering again soon after it was started"
                                        : "its database does not run");
        Step step =
                Step.of(Role.CEDING, new Reason.GivingUp(successor, why))
                        .and(AddressPolicy.release(state, now));
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
        if (!AddressPolicy.isSurelyAway(state)) {
            return step;
        }
        return step.writing(
                renewal.withPhase(new Phase.Ceded(successor, LogPosition.START))
                        .withUnrest(renewal.unrest().moved()));
    }
}
