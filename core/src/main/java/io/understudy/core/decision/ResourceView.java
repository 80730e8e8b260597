package io.understudy.core.decision;

import io.understudy.core.action.Action;
import io.understudy.core.action.Outcome;
import io.understudy.core.model.Moment;
import java.time.Duration;
import java.util.Optional;

/**
 * What this node knows of its database, or of its server.
 *
 * @param state as last seen
 * @param seenAt when; empty before the first look
 * @param busy the action under way
 * @param failure how the last action ended, if not well
 */
public record ResourceView<S, A extends Action>(
        S state, Optional<Moment> seenAt, Optional<A> busy, Optional<Failure<A>> failure) {

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

    ResourceView<S, A> saw(Moment at, S now) {
        return new ResourceView<>(now, Optional.of(at), busy, failure);
    }

    ResourceView<S, A> began(A action) {
        return new ResourceView<>(state, seenAt, Optional.of(action), failure);
    }

    /** A stop that overtook another action leaves that one's end to be ignored. */
    ResourceView<S, A> ended(Moment at, A action, Outcome outcome) {
        Optional<A> left = busy.filter(under -> !under.equals(action));
        if (outcome instanceof Outcome.Done) {
            return new ResourceView<>(
                    state, seenAt, left, failure.filter(f -> !sameKind(f.action(), action)));
        }
        int times =
                failure.filter(f -> sameKind(f.action(), action)).map(Failure::times).orElse(0) + 1;
        return new ResourceView<>(
                state, seenAt, left, Optional.of(new Failure<>(action, outcome, at, times)));
    }

    /** Whether a failure of the same kind of action asks to wait longer. */
    boolean mustWait(A action, Moment now) {
        return failure.filter(f -> sameKind(f.action(), action))
                .filter(f -> !now.reached(f.retryAt()))
                .isPresent();
    }

    ResourceView<S, A> forgiven() {
        return new ResourceView<>(state, seenAt, busy, Optional.empty());
    }

    private static boolean sameKind(Action one, Action other) {
        return one.getClass() == other.getClass();
    }
}
