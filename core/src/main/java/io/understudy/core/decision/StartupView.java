package io.understudy.core.decision;

import io.understudy.core.model.Limits;
import io.understudy.core.model.Moment;
import io.understudy.core.observation.DatabaseState;
import java.time.Duration;
import java.util.Optional;

/**
 * How this node's database comes up, and whether it answers.
 *
 * @param since since when it has been starting; empty while it is not
 * @param overdue whether that took longer than it may
 */
public record StartupView(Optional<Moment> since, boolean overdue, AnswerView answers) {

    public static final StartupView NONE =
            new StartupView(Optional.empty(), false, AnswerView.NONE);

    /**
     * A look. One that was overdue stays so until the database is up: what was stopped for it is
     * not started again for the same wait.
     */
    StartupView saw(Moment at, DatabaseState found, Limits limits) {
        AnswerView heard = answers.saw(at, found, limits.server().settledAfter());
        return switch (found) {
            case DatabaseState.Starting _ -> {
                Moment began = since.orElse(at);
                Duration longest = limits.databaseStart();
                yield new StartupView(
                        Optional.of(began), overdue || at.reached(began.plus(longest)), heard);
            }
            case DatabaseState.Primary _, DatabaseState.Standby _ ->
                    new StartupView(Optional.empty(), false, heard);
            case DatabaseState.Absent _, DatabaseState.Stopped _, DatabaseState.Unusable _ ->
                    new StartupView(Optional.empty(), overdue, heard);
            case DatabaseState.Unseen _ -> new StartupView(since, overdue, heard);
        };
    }

    /** An action has ended: nobody looked while it was under way. */
    StartupView acted(Moment at) {
        return new StartupView(since, overdue, answers.acted(at));
    }

    /** It is stopped, since it does not answer. */
    StartupView stoppedAsSilent() {
        return new StartupView(since, overdue, answers.stopped());
    }
}
