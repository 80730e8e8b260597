package io.understudy.core.decision;

import io.understudy.core.action.Action;
import io.understudy.core.action.Action.AskAddress;
import io.understudy.core.action.Action.ReleaseAddress;
import io.understudy.core.action.Action.StopDatabase;
import io.understudy.core.action.Action.TakeAddress;
import io.understudy.core.explain.Reason;
import io.understudy.core.model.ClusterState;
import io.understudy.core.model.Moment;
import io.understudy.core.model.Phase;
import io.understudy.core.observation.AddressState;
import io.understudy.core.observation.DatabaseState;
import java.util.List;
import java.util.Optional;

/**
 * Who has the virtual address: the one active node, from when its database takes writes. It does
 * not wait for the server, since clients of the database come by the same address. Where another
 * host has it the node serves all the same, and tries again.
 */
final class AddressPolicy {

    private AddressPolicy() {}

    /** Takes it where this node may, and does not have it; the pauses between two tries grow. */
    static Optional<TakeAddress> next(NodeState state, Moment now) {
        Optional<ClusterState> active =
                state.register()
                        .state()
                        .filter(cluster -> cluster.isHeldBy(state.self()))
                        .filter(cluster -> cluster.phase() instanceof Phase.Active);
        if (active.isEmpty() || !isWanted(state) || !mayServe(state, now)) {
            return Optional.empty();
        }
        TakeAddress take = new TakeAddress(active.get().epoch());
        boolean wait = state.address().isBusy() || state.address().mustWait(take, now);
        return wait ? Optional.empty() : Optional.of(take);
    }

    /**
     * Asks the network ahead of a primacy that may come, since that takes longer than all else that
     * is left to do by then. Only the taking waits for the right to it.
     */
    static List<Action> ask(NodeState state) {
        boolean away =
                switch (state.address().state()) {
                    case AddressState.NotHeld(), AddressState.HeldElsewhere _ -> true;
                    case AddressState.None(),
                            AddressState.Held(),
                            AddressState.Partly _,
                            AddressState.Unusable _,
                            AddressState.Unknown _ ->
                            false;
                };
        return away && !holds(state) && !state.address().isBusy()
                ? List.of(new AskAddress())
                : List.of();
    }

    /**
     * Likewise for a winner, unless it has asked while the holder was silent, and nobody had it.
     */
    static List<Action> askAsWinner(NodeState state, ClusterState cluster) {
        boolean answered =
                state.address()
                        .failure()
                        .filter(failure -> failure.action() instanceof AskAddress)
                        .isPresent();
        return answered || !cluster.serves() ? ask(state) : List.of();
    }

    private static boolean isWanted(NodeState state) {
        return switch (state.address().state()) {
            case AddressState.NotHeld(), AddressState.HeldElsewhere _, AddressState.Partly _ ->
                    true;
            case AddressState.None(),
                    AddressState.Held(),
                    AddressState.Unusable _,
                    AddressState.Unknown _ ->
                    false;
        };
    }

    private static boolean mayServe(NodeState state, Moment now) {
        boolean rises = state.role() == Role.ACTIVE || state.role() == Role.PROMOTING;
        return rises
                && state.detachingSince().isEmpty()
                && state.mayServe(now)
                && state.guard().covers(state.seenEpoch(), now)
                && state.database().state() instanceof DatabaseState.Primary
                && !state.database().mayStillDo(StopDatabase.class::isInstance);
    }

    /** Whether any of it is here, or may still come. */
    static boolean holds(NodeState state) {
        return state.address().state().isHere()
                || state.address().mayStillDo(TakeAddress.class::isInstance);
    }

    /** Whether it is known that nothing of it is here, nor will come. */
    static boolean isSurelyAway(NodeState state) {
        return !holds(state)
                && !state.address().isBusyWith(action -> !(action instanceof AskAddress))
                && state.address().doubt().isEmpty()
                && state.address().seenAt().isPresent();
    }

    /** What ends that it is here, whatever else is under way; nothing where it surely is not. */
    static List<Action> release(NodeState state, Moment now) {
        ReleaseAddress release = new ReleaseAddress();
        boolean wait = state.address().isDoing(release) || state.address().mustWait(release, now);
        return holds(state) && !wait ? List.of(release) : List.of();
    }

    /** What a node that serves says of an address that it does not have. */
    static Step told(Step step, NodeState state) {
        if (!(step.reason() instanceof Reason.Serving(var epoch, var synchrony))) {
            return step;
        }
        return switch (state.address().state()) {
            case AddressState.None(), AddressState.Held() -> step;
            case AddressState.Unusable(String why) ->
                    step.because(new Reason.ServingWithoutAddress(epoch, synchrony, why));
            case AddressState.Unknown(String why) ->
                    Step.of(Role.PROMOTING, new Reason.BringingUp(epoch, "its address: " + why));
            case AddressState.NotHeld(), AddressState.HeldElsewhere _, AddressState.Partly _ ->
                    state.address()
                            .failure()
                            .filter(failure -> failure.action() instanceof TakeAddress)
                            .map(failure ->
                                    step.because(
                                            new Reason.ServingWithoutAddress(
                                                    epoch, synchrony, failure.why())))
                            .orElseGet(() ->
                                    Step.of(
                                            Role.PROMOTING,
                                            new Reason.BringingUp(epoch, "taking its address")));
        };
    }
}
