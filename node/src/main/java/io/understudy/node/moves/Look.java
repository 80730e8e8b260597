package io.understudy.node.moves;

import io.understudy.core.action.Action;
import io.understudy.core.action.Outcome;
import io.understudy.core.decision.NodeState;
import io.understudy.core.model.ClusterState;
import io.understudy.core.model.Epoch;
import io.understudy.core.model.NodeId;
import io.understudy.core.observation.AddressState;
import io.understudy.core.observation.DatabaseState;
import io.understudy.core.observation.Observation;
import io.understudy.core.observation.ServerState;
import io.understudy.node.api.MoveReport;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * One decision, as far as a move shows in it.
 *
 * @param sentence why, for people
 */
record Look(NodeState before, Observation seen, NodeState after, Mark at, String sentence) {

    NodeId self() {
        return after.self();
    }

    Optional<ClusterState> cluster() {
        return after.register().state();
    }

    boolean takesWrites() {
        return after.database().state() instanceof DatabaseState.Primary
                || (seen instanceof Observation.DatabaseActionEnded(var _, var action, var outcome)
                        && outcome instanceof Outcome.Done
                        && (action instanceof Action.Promote
                                || action instanceof Action.StartPrimary));
    }

    /** The phases of a move that this node does not go through. */
    Set<MoveReport.Phase> without() {
        Set<MoveReport.Phase> without = EnumSet.noneOf(MoveReport.Phase.class);
        if (after.address().state() instanceof AddressState.None) {
            without.add(MoveReport.Phase.ADDRESS);
        }
        if (after.files().isEmpty()) {
            without.add(MoveReport.Phase.FILES);
        }
        return without;
    }

    /** Whether the server has the files of that primacy: none is started without them. */
    boolean filesAreReady(Epoch epoch) {
        return serverRuns() || after.files().filter(files -> !files.areOf(epoch)).isEmpty();
    }

    /** Whether the virtual address is here, or was tried and is not to be had now. */
    boolean addressIsSettled() {
        return switch (after.address().state()) {
            case AddressState.None(), AddressState.Held(), AddressState.Unusable _ -> true;
            case AddressState.Partly _,
                    AddressState.NotHeld(),
                    AddressState.HeldElsewhere _,
                    AddressState.Unknown _ ->
                    (seen instanceof Observation.AddressActionEnded ended
                                    && ended.action() instanceof Action.TakeAddress)
                            || after.address()
                                    .failure()
                                    .filter(failure ->
                                            failure.action() instanceof Action.TakeAddress)
                                    .isPresent();
        };
    }

    /** Whether nothing of the virtual address is here. */
    boolean addressIsGone() {
        return switch (after.address().state()) {
            case AddressState.None(),
                    AddressState.NotHeld(),
                    AddressState.HeldElsewhere _,
                    AddressState.Unusable _ ->
                    true;
            case AddressState.Held(), AddressState.Partly _, AddressState.Unknown _ ->
                    seen instanceof Observation.AddressActionEnded(var _, var action, var outcome)
                            && outcome instanceof Outcome.Done
                            && action instanceof Action.ReleaseAddress;
        };
    }

    boolean serverRuns() {
        return answers()
                || after.server().state() instanceof ServerState.Starting
                || (seen instanceof Observation.ServerActionEnded(var _, var action, var outcome)
                        && outcome instanceof Outcome.Done
                        && action instanceof Action.StartServer);
    }

    boolean answers() {
        return after.server().state() instanceof ServerState.Healthy;
    }

    boolean serverStopped() {
        return after.server().state() instanceof ServerState.Stopped
                || (seen instanceof Observation.ServerActionEnded(var _, var action, var outcome)
                        && outcome instanceof Outcome.Done
                        && action instanceof Action.StopServer);
    }

    boolean databaseStopped() {
        return after.database().state() instanceof DatabaseState.Stopped
                || (seen instanceof Observation.DatabaseActionEnded(var _, var action, var outcome)
                        && outcome instanceof Outcome.Done
                        && action instanceof Action.StopDatabase);
    }
}
