package io.understudy.core.decision;

import io.understudy.core.action.Action.OnGuard;
import io.understudy.core.model.Epoch;
import io.understudy.core.model.Moment;
import io.understudy.core.observation.GuardState;
import java.util.Optional;

/**
 * What this node knows of its guard.
 *
 * @param state as it last said; empty before it was looked at
 * @param busy the action under way
 * @param askedAt when the last action began
 * @param inherited the deadline that an earlier run of the daemon had left it with
 */
public record GuardView(
        Optional<GuardState> state,
        Optional<OnGuard> busy,
        Optional<Moment> askedAt,
        Optional<Moment> inherited) {

    static final GuardView UNSEEN =
            new GuardView(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

    GuardView saw(GuardState now) {
        Optional<Moment> left = state.isEmpty() ? deadlineOf(now) : inherited;
        return new GuardView(Optional.of(now), Optional.empty(), askedAt, left);
    }

    GuardView began(OnGuard action, Moment at) {
        return new GuardView(state, Optional.of(action), Optional.of(at), inherited);
    }

    /** When it ends what serves here; empty where it is not known to be armed. */
    public Optional<Moment> deadline() {
        return state.flatMap(GuardView::deadlineOf);
    }

    /** Whether it watches over what serves in that epoch, and its deadline is still to come. */
    public boolean covers(Epoch epoch, Moment now) {
        return state.filter(said ->
                        said instanceof GuardState.Armed(Epoch armed, Moment until)
                                && armed.equals(epoch)
                                && now.isBefore(until))
                .isPresent();
    }

    /** Why nobody watches over this node; empty where somebody does, or it was not asked yet. */
    public Optional<String> missing() {
        return state.flatMap(said ->
                said instanceof GuardState.Missing(String why)
                        ? Optional.of(why)
                        : Optional.empty());
    }

    private static Optional<Moment> deadlineOf(GuardState state) {
        return state instanceof GuardState.Armed(var _, Moment until)
                ? Optional.of(until)
                : Optional.empty();
    }
}
