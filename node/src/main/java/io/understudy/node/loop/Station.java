package io.understudy.node.loop;

import io.understudy.core.action.Action;
import io.understudy.core.action.Outcome;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.Predicate;

/** One resource's actions: each is called in its lane, and how it ended is handed in. */
final class Station<A extends Action> {

    private final Lane lane;
    private final Defects defects;
    private final Terms<A> terms;

    Station(Lane lane, Defects defects, Terms<A> terms) {
        this.lane = lane;
        this.defects = defects;
        this.terms = terms;
    }

    /**
     * How its actions are called.
     *
     * @param call blocks until the action has ended
     * @param stops which of them waits for nobody
     * @param undo ends what an action may have begun that a stop has overtaken
     * @param ended told how an action ended
     */
    record Terms<A extends Action>(
            Function<A, Outcome> call, Predicate<A> stops, A undo, BiConsumer<A, Outcome> ended) {}

    void run(A action) {
        if (terms.stops().test(action)) {
            lane.overtake(() -> terms.ended().accept(action, call(action)));
        } else {
            lane.act(
                    () -> call(action),
                    () -> call(terms.undo()),
                    outcome -> terms.ended().accept(action, outcome));
        }
    }

    private Outcome call(A action) {
        return defects.survive(() -> terms.call().apply(action), Outcome.Unknown::new);
    }
}
