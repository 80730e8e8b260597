package io.understudy.core.decision;

import io.understudy.core.action.Action;
import io.understudy.core.action.Outcome;
import io.understudy.core.model.Moment;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * What this node knows of its database, of its server, or of its address.
 *
 * @param state as last seen for sure
 * @param doubt why the newest look did not succeed, while that lasts
 * @param seenAt when; empty before the first look
 * @param busy the action under way
 * @param unseen the action that has ended since the newest look
 * @param unconfirmed the last action that was done, as long as no look after it has succeeded
 * @param failure how the last action ended, if not well
 */
public record ResourceView<S, A extends Action>(
        S state,
        Optional<String> doubt,
        Optional<Moment> seenAt,
        Optional<A> busy,
        Optional<A> unseen,
        Optional<A> unconfirmed,
        Optional<Failure<A>> failure) {

    private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
    private static final int MOST_DOUBLINGS = 6;
    private static final Duration WHILE_NOT_YET = Duration.ofMillis(400);

    /**
     * An action that did not end well.
     *
     * @param times how often in a row it was tried, without those that it was {@link
     *     Outcome.NotYet} for
     */
    public record Failure<A extends Action>(A action, Outcome outcome, Moment at, int times) {

        /**
         * When the same action may be tried again: 0.1 s later, then twice that, at most 6.4 s. To
         * ask whether another node is ready now costs little, and is done every 0.4 s.
         */
        Moment retryAt() {
            return outcome instanceof Outcome.NotYet
                    ? at.plus(WHILE_NOT_YET)
                    : at.plus(FIRST_PAUSE.multipliedBy(1L << Math.min(times - 1, MOST_DOUBLINGS)));
        }

        /** After a stop, what had no answer will not come any more. */
        Failure<A> settled() {
            return outcome instanceof Outcome.Unknown(String why)
                    ? new Failure<>(action, new Outcome.Failed(why), at, times)
                    : this;
        }

        public String why() {
            return switch (outcome) {
                case Outcome.Done() -> "done";
                case Outcome.Refused(String why) -> why;
                case Outcome.Failed(String why) -> why;
                case Outcome.NotYet(String why) -> why;
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
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    ResourceView<S, A> saw(Moment at, S now) {
        return new ResourceView<>(
                now,
                Optional.empty(),
                Optional.of(at),
                busy,
                Optional.empty(),
                Optional.empty(),
                failure);
    }

    ResourceView<S, A> sawNothing(String why) {
        return new ResourceView<>(
                state, Optional.of(why), seenAt, busy, Optional.empty(), unconfirmed, failure);
    }

    ResourceView<S, A> began(A action) {
        return new ResourceView<>(
                state, doubt, seenAt, Optional.of(action), unseen, unconfirmed, failure);
    }

    /**
     * The end of an action that a stop has overtaken changes nothing: the stop is what is under
     * way.
     */
    ResourceView<S, A> ended(Moment at, A action, Outcome outcome) {
        Optional<A> left = busy.filter(under -> !under.equals(action));
        Optional<A> changed = changes(action) ? Optional.of(action) : unseen;
        if (outcome instanceof Outcome.Done) {
            return new ResourceView<>(
                    state,
                    doubt,
                    seenAt,
                    left,
                    changed,
                    changes(action) ? Optional.of(action) : unconfirmed,
                    failure.filter(f -> !sameKind(f.action(), action))
                            .map(f -> stops(action) ? f.settled() : f));
        }
        int before =
                failure.filter(f -> sameKind(f.action(), action)).map(Failure::times).orElse(0);
        int times = outcome instanceof Outcome.NotYet ? before : before + 1;
        Failure<A> failed = new Failure<>(action, outcome, at, times);
        return new ResourceView<>(
                state, doubt, seenAt, left, changed, unconfirmed, Optional.of(failed));
    }

    /**
     * Whether another action has to wait: for the one under way, or for a look at what the last one
     * did.
     */
    public boolean isBusy() {
        return busy.isPresent() || unseen.isPresent();
    }

    /** Whether one of those kinds is under way, or was and nobody has looked since. */
    boolean isBusyWith(Predicate<A> kind) {
        return busy.filter(kind).isPresent() || unseen.filter(kind).isPresent();
    }

    /** Whether it is under way, or was and nobody has looked since. */
    boolean isDoing(A action) {
        return busy.or(() -> unseen).filter(action::equals).isPresent();
    }

    /**
     * Whether such an action is under way, or was and nobody has looked since, or had no answer and
     * may come yet.
     */
    boolean mayStillDo(Predicate<A> kind) {
        return isBusyWith(kind)
                || failure.filter(f -> f.outcome() instanceof Outcome.Unknown)
                        .filter(f -> kind.test(f.action()))
                        .isPresent();
    }

    /** Whether such an action was done, and no look since has shown what came of it. */
    boolean isUnconfirmed(Predicate<A> kind) {
        return unconfirmed.filter(kind).isPresent();
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
        return new ResourceView<>(
                state, doubt, seenAt, busy, unseen, unconfirmed, Optional.empty());
    }

    private static boolean changes(Action action) {
        return !(action instanceof Action.AskAddress);
    }

    private static boolean stops(Action action) {
        return action instanceof Action.StopDatabase
                || action instanceof Action.StopServer
                || action instanceof Action.ReleaseAddress;
    }

    private static boolean sameKind(Action one, Action other) {
        return one.getClass() == other.getClass();
    }
}
