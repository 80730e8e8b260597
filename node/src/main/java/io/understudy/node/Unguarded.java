package io.understudy.node;

import io.understudy.core.model.Epoch;
import io.understudy.core.model.Moment;
import io.understudy.core.observation.GuardState;
import io.understudy.core.port.Guard;
import java.time.Duration;

/** Says yes and watches over nothing: it holds the guard's place until its program is wired. */
final class Unguarded implements Guard {

    private volatile GuardState state = new GuardState.Idle();

    @Override
    public GuardState look(Duration deadline) {
        return state;
    }

    @Override
    public GuardState arm(Epoch epoch, Moment until, Duration deadline) {
        state = new GuardState.Armed(epoch, until);
        return state;
    }

    @Override
    public GuardState disarm(Duration deadline) {
        state = new GuardState.Idle();
        return state;
    }
}
