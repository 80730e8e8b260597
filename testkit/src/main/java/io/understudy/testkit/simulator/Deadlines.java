package io.understudy.testkit.simulator;

import io.understudy.core.action.Action;
import io.understudy.core.action.Action.OnAddress;
import io.understudy.core.action.Action.OnDatabase;
import io.understudy.core.action.StopMode;
import io.understudy.core.model.Timings;
import java.time.Duration;

/** The deadlines that a node's loop sets to what it runs, all from the settings. */
record Deadlines(Timings timings) {

    Duration register() {
        return timings.renew().multipliedBy(2);
    }

    Duration of(OnDatabase action) {
        return switch (action) {
            case Action.StartPrimary _, Action.StartStandby _, Action.Promote _ -> timings.ttl();
            case Action.WaitFor _ -> timings.ttl().dividedBy(2);
            case Action.StopDatabase(StopMode mode) ->
                    mode == StopMode.AT_ONCE ? timings.stop() : timings.ttl();
            case Action.Rewind _, Action.CopyAnew _ -> timings.ttl().multipliedBy(2);
        };
    }

    Duration of(OnAddress action) {
        return switch (action) {
            case Action.TakeAddress _ -> timings.ttl().dividedBy(2);
            case Action.AskAddress() -> timings.ttl().dividedBy(4);
            case Action.ReleaseAddress() -> timings.stop().dividedBy(2);
        };
    }

    Duration server() {
        return timings.ttl();
    }
}
