package io.understudy.core.decision;

import io.understudy.core.action.Action.StopDatabase;
import io.understudy.core.action.StopMode;
import io.understudy.core.explain.Reason;
import io.understudy.core.model.Mode;
import io.understudy.core.model.Moment;
import java.time.Duration;

/**
 * What a node does about its database that runs and does not answer: after a while it is stopped at
 * once, and what starts a stopped one starts it again. One that falls silent again soon has its
 * place given away ({@link GiveUpPolicy}); where nobody may have it, each further silence is borne
 * twice as long. Under a person's pause nothing is stopped for its silence.
 */
final class SilentDatabase {

    /** The first silence may be the process's own; the second is its host's, or its disk's. */
    private static final int STOPS = 2;

    private static final int MOST_DOUBLINGS = 5;

    private SilentDatabase() {}

    /** Whether starting it again has not helped. */
    static boolean fellSilentAgain(NodeState state) {
        return state.startup().answers().stops() >= STOPS;
    }

    /** A step that ends the silence, or the one that is wanted otherwise. */
    static Step orElse(NodeState state, Step otherwise, Role stopping, Moment now) {
        AnswerView answers = state.startup().answers();
        if (answers.silentSince().isEmpty() || state.database().isBusy() || isPaused(state)) {
            return otherwise;
        }
        Duration longest = longest(state);
        Reason reason =
                new Reason.DatabaseSilent(longest, state.database().doubt().orElse("no answer"));
        Moment due = answers.silentSince().get().plus(longest);
        StopDatabase stop = new StopDatabase(StopMode.AT_ONCE);
        boolean over = answers.surelySilentSince().isPresent() && now.reached(due);
        if (!over || state.database().mustWait(stop, now)) {
            boolean sooner = otherwise.due().filter(other -> other.isBefore(due)).isPresent();
            Step watched = sooner ? otherwise : otherwise.dueAt(due);
            return otherwise.write().isPresent() ? watched : watched.because(reason);
        }
        return Step.of(stopping, reason, stop)
                .remembering(state.with(state.startup().stoppedAsSilent()));
    }

    private static Duration longest(NodeState state) {
        Duration once = state.settings().timings().databaseSilence();
        int stops = state.startup().answers().stops();
        return stops < STOPS ? once : once.multipliedBy(1L << Math.min(stops - 1, MOST_DOUBLINGS));
    }

    /** A person who pauses may have stopped it to look into it. */
    private static boolean isPaused(NodeState state) {
        return state.register()
                .state()
                .filter(cluster -> cluster.mode() instanceof Mode.Paused)
                .isPresent();
    }
}
