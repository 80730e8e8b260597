package io.understudy.core.counterfactual;

import io.understudy.core.action.Action;
import io.understudy.core.decision.FilesView;
import io.understudy.core.decision.NodeState;
import io.understudy.core.decision.RegisterView;
import io.understudy.core.decision.RegisterView.Sight;
import io.understudy.core.decision.ResourceView;
import io.understudy.core.model.ClusterState;
import io.understudy.core.model.Epoch;
import io.understudy.core.model.Moment;
import io.understudy.core.model.Versioned;
import io.understudy.core.observation.AddressState;
import io.understudy.core.observation.DatabaseState;
import io.understudy.core.observation.FilesState;
import io.understudy.core.observation.Observation;
import io.understudy.core.observation.ServerState;
import java.time.Duration;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** What a node knew, and what it then saw: all that a decision is made of. */
record Situation(NodeState before, Observation seen) {

    Moment at() {
        return seen.at();
    }

    /**
     * As if it could write into the register at once: that it has to wait a moment for that is no
     * difference.
     */
    Situation unhurried() {
        boolean written =
                seen instanceof Observation.WriteAcknowledged
                        || seen instanceof Observation.WriteConflicted
                        || seen instanceof Observation.WriteUnanswered;
        return knowing(state -> state.with(state.register().ready(written)));
    }

    /** The same observation, made so much later. */
    Situation later(Duration wait) {
        return new Situation(before, Observations.at(seen, at().plus(wait)));
    }

    /** As if nothing but time had been seen. */
    Situation unseen() {
        return new Situation(before, new Observation.Tick(at()));
    }

    Situation knowing(UnaryOperator<NodeState> change) {
        return new Situation(change.apply(before), seen);
    }

    /**
     * As if the register were otherwise, wherever this node has seen the epoch that it now knows.
     */
    Situation register(UnaryOperator<ClusterState> change) {
        Optional<Epoch> epoch = epoch();
        UnaryOperator<ClusterState> ofEpoch =
                found ->
                        epoch.filter(found.epoch()::equals).isPresent()
                                ? change.apply(found)
                                : found;
        Observation saw =
                seen instanceof Observation.RegisterFound(Moment at, Versioned value)
                        ? new Observation.RegisterFound(
                                at, new Versioned(value.version(), ofEpoch.apply(value.state())))
                        : seen;
        return new Situation(before.with(before.register().supposing(ofEpoch)), saw);
    }

    private Optional<Epoch> epoch() {
        Optional<Epoch> known = before.register().state().map(ClusterState::epoch);
        Optional<Epoch> now =
                switch (seen) {
                    case Observation.RegisterFound found ->
                            Optional.of(found.value().state().epoch());
                    case Observation.WriteAcknowledged _ ->
                            before.register().writing().map(write -> write.next().epoch());
                    case Observation _ -> Optional.empty();
                };
        return now.filter(epoch -> known.filter(old -> old.isAfter(epoch)).isEmpty())
                .or(() -> known);
    }

    /** As if this node had seen it at other times; the register must have been seen before. */
    Situation sight(UnaryOperator<Sight.Seen> change) {
        RegisterView view = before.register();
        return view.sight() instanceof Sight.Seen old
                ? knowing(state -> state.with(view.seeing(change.apply(old))))
                : this;
    }

    Situation database(DatabaseState state) {
        boolean about =
                seen instanceof Observation.DatabaseSeen
                        || seen instanceof Observation.DatabaseActionEnded;
        return new Situation(
                before.withDatabase(settled(state)),
                about ? new Observation.DatabaseSeen(at(), state) : seen);
    }

    Situation server(ServerState state) {
        boolean about =
                seen instanceof Observation.ServerSeen
                        || seen instanceof Observation.ServerActionEnded;
        return new Situation(
                before.withServer(settled(state)),
                about ? new Observation.ServerSeen(at(), state) : seen);
    }

    Situation address(AddressState state) {
        boolean about =
                seen instanceof Observation.AddressSeen
                        || seen instanceof Observation.AddressActionEnded;
        return new Situation(
                before.withAddress(settled(state)),
                about ? new Observation.AddressSeen(at(), state) : seen);
    }

    Situation files(FilesState state) {
        boolean about =
                seen instanceof Observation.FilesSeen
                        || seen instanceof Observation.FilesActionEnded;
        NodeState known =
                before.files()
                        .map(view ->
                                before.withFiles(new FilesView(settled(state), view.flushed())))
                        .orElse(before);
        return new Situation(known, about ? new Observation.FilesSeen(at(), state) : seen);
    }

    /** Looked at just now, with nothing under way and nothing that went wrong. */
    private <S, A extends Action> ResourceView<S, A> settled(S state) {
        return new ResourceView<>(
                state,
                Optional.empty(),
                Optional.of(at()),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }
}
