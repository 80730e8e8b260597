package io.understudy.testkit.simulator;

import io.understudy.core.action.Action;
import io.understudy.core.action.Outcome;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What a daemon has one resource of its node do: one action, which only a stop may overtake. */
final class Underway<A extends Action> {
    private static final long MS = 1_000_000;

    private final World world;
    private final SimulatedNode node;
    private final Predicate<A> stops;
    private @Nullable Work<A> work;

    private static final class Work<A> {
        final A action;
        final BiConsumer<A, Outcome> answer;
        boolean answered;

        Work(A action, BiConsumer<A, Outcome> answer) {
            this.action = action;
            this.answer = answer;
        }
    }

    Underway(World world, SimulatedNode node, Predicate<A> stops) {
        this.world = world;
        this.node = node;
        this.stops = stops;
    }

    boolean busy() {
        return work != null && !work.answered;
    }

    /** Whether something other than a stop is under way. */
    boolean begins() {
        return isDoing(stops.negate());
    }

    /** Whether such an action is under way. */
    boolean isDoing(Predicate<A> kind) {
        return work != null && !work.answered && kind.test(work.action);
    }

    /** Nobody waits for it any more. */
    void abandon() {
        if (work != null) {
            work.answered = true;
        }
    }

    /** It is done after that time, unless a stop overtakes it. */
    void run(A action, BiConsumer<A, Outcome> answer, long nanos, Supplier<Outcome> what) {
        if (work != null && !work.answered) {
            overtakenBy(work, action);
        }
        Work<A> mine = new Work<>(action, answer);
        work = mine;
        world.events()
                .in(
                        nanos,
                        () ->
                                node.whenAwake(() -> {
                                    if (!mine.answered) {
                                        Outcome outcome = what.get();
                                        mine.answered = true;
                                        mine.answer.accept(mine.action, outcome);
                                    }
                                }));
    }

    private void overtakenBy(Work<A> under, A action) {
        if (!stops.test(action)) {
            throw new Violation(
                    "%s asks for %s while %s is under way"
                            .formatted(node.id(), action, under.action));
        }
        under.answered = true;
        world.events()
                .in(
                        MS,
                        () ->
                                node.whenAwake(() ->
                                        under.answer.accept(
                                                under.action,
                                                new Outcome.Failed("a stop overtook it"))));
    }
}
