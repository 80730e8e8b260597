package io.understudy.core.decision;

import io.understudy.core.action.Action;
import io.understudy.core.action.Outcome;
import io.understudy.core.model.Moment;
import java.time.Duration;
import java.util.Optional;

/**
 * What this node knows of its database, or of its server.
 *
 * @param state as last seen for sure
 * @param doubt why the newest look did not succeed, while that lasts
 * @param seenAt when; empty before the first look
 * @param busy the action under way
 * @param stale whether an action has ended since the newest look
 * @param failure how the last action ended, if not well
 */
public record ResourceView<S, A extends Action>(
        S state,
        Optional<String> doubt,
        Optional<Moment> seenAt,
        Optional<A> busy,
        boolean stale,
        Optional<Failure<A>> failure) {

    private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
    private static final int MOST_DOUBLINGS = 6;

    /**
     * An action that did not end well.
     *
     * @param times how often in a row
     */
    public record Failure<A extends Action>(A action, Outcome outcome, Moment at, int times) {

        /** When the same action may be tried again: 0.1 s later, then twice that, at most 6.4 s. */
        Moment retryAt() {
            return at.plus(FIRST_PAUSE.multipliedBy(1L << Math.min(times - 1, MOST_DOUBLINGS)));
        }

        public String why() {
            return switch (outcome) {
                case Outcome.Done() -> "done";
                case Outcome.Refused(String why) -> why;
                case Outcome.Failed(String why) -> why;
                case Outcome.Unknown(String why) -> why;
            };
        }
    }

    /** Nothing known yet. */
    static <S, A extends Action> ResourceView<S, A> unseen(S unknown) {
        return new ResourceView<>(
                unknown,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                false,
                Optional.empty());
    }

    ResourceView<S, A> saw(Moment at, S now) {
        return new ResourceView<>(now, Optional.empty(), Optional.of(at), busy, false, failure);
    }

    ResourceView<S, A> sawNothing(String why) {
        return new ResourceView<>(state, Optional.of(why), seenAt, busy, false, failure);
    }

    ResourceView<S, A> began(A action) {
        return new ResourceView<>(state, doubt, seenAt, Optional.of(action), stale, failure);
    }

    /**
     * The end of an action that a stop has overtaken changes nothing: the stop is what is under
     * way.
     */
    ResourceView<S, A> ended(Moment at, A action, Outcome outcome) {
        Optional<A> left = busy.filter(under -> !under.equals(action));
        if (outcome instanceof Outcome.Done) {
            return new ResourceView<>(
                    state,
                    doubt,
                    seenAt,
                    left,
                    true,
                    failure.filter(f -> !sameKind(f.action(), action)));
        }
        int times =
                failure.filter(f -> sameKind(f.action(), action)).map(Failure::times).orElse(0) + 1;
        Failure<A> failed = new Failure<>(action, outcome, at, times);
        return new ResourceView<>(state, doubt, seenAt, left, true, Optional.of(failed));
    }

    /**
     * Whether another action has to wait: for the one under way, or for a look at what the last one
     * did.
     */
    public boolean isBusy() {
        return busy.isPresent() || stale;
    }

    boolean isDoing(A action) {
        return busy.filter(action::equals).isPresent();
    }

    /** Whether a failure of the same kind of action asks to wait longer. */
    boolean mustWait(A action, Moment now) {
        return failure.filter(f -> sameKind(f.action(), action))
                .filter(f -> !now.reached(f.retryAt()))
                .isPresent();
    }

    /** How often in a row the action that is wanted now did not work. */
    int failures(Class<? extends A> kind) {
        return failure.filter(f -> kind.isInstance(f.action())).map(Failure::times).orElse(0);
    }

    ResourceView<S, A> forgiven() {
        return new ResourceView<>(state, doubt, seenAt, busy, stale, Optional.empty());
    }

    private static boolean sameKind(Action one, Action other) {
        return one.getClass() == other.getClass();
    }
}
