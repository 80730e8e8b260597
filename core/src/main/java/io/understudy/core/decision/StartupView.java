package io.understudy.core.decision;

import io.understudy.core.model.Moment;
import io.understudy.core.observation.DatabaseState;
import java.time.Duration;
import java.util.Optional;

/**
 * How this node's database comes up.
 *
 * @param since since when it has been starting; empty while it is not
 * @param overdue whether that took longer than it may
 */
public record StartupView(Optional<Moment> since, boolean overdue) {

    static final StartupView NONE = new StartupView(Optional.empty(), false);

    /**
     * A look. One that was overdue stays so until the database is up: what was stopped for it is
     * not started again for the same wait.
     */
    StartupView saw(Moment at, DatabaseState found, Duration longest) {
        return switch (found) {
            case DatabaseState.Starting _ -> {
                Moment began = since.orElse(at);
                yield new StartupView(
                        Optional.of(began), overdue || at.reached(began.plus(longest)));
            }
            case DatabaseState.Primary _, DatabaseState.Standby _ -> NONE;
            case DatabaseState.Absent _,
                    DatabaseState.Stopped _,
                    DatabaseState.Unusable _,
                    DatabaseState.Unknown _ ->
                    new StartupView(Optional.empty(), overdue);
        };
    }
}
