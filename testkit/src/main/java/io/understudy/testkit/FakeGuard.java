package io.understudy.testkit;

import io.understudy.core.model.Epoch;
import io.understudy.core.model.Moment;
import io.understudy.core.observation.GuardState;
import io.understudy.core.port.Guard;
import java.time.Duration;
import java.util.function.Supplier;

/**
 * A guard without a process, on a clock that a test moves: {@link #pass} lets it act. It lives on
 * when a daemon is replaced: hand the next one the same. Safe for any thread.
 */
public final class FakeGuard implements Guard {

    private final Supplier<Moment> clock;
    private final Runnable end;
    private GuardState state = new GuardState.Idle();
    private boolean dead;
    private String whyMissing = "";
    private int endings;

    /**
     * @param clock the host's clock since boot
     * @param end ends all that serves; called in the thread that lets time pass
     */
    public FakeGuard(Supplier<Moment> clock, Runnable end) {
        this.clock = clock;
        this.end = end;
    }

    @Override
    public synchronized GuardState look(Duration deadline) {
        if (!whyMissing.isEmpty()) {
            return new GuardState.Missing(whyMissing);
        }
        dead = false;
        pass();
        return state;
    }

    @Override
    public synchronized GuardState arm(Epoch epoch, Moment until, Duration deadline) {
        if (whyMissing.isEmpty()) {
            dead = false;
            pass();
            state = new GuardState.Armed(epoch, until);
        }
        return look(deadline);
    }

    @Override
    public synchronized GuardState disarm(Duration deadline) {
        if (whyMissing.isEmpty()) {
            dead = false;
            pass();
            state = new GuardState.Idle();
        }
        return look(deadline);
    }

    /** Does what is due by now. */
    public synchronized void pass() {
        if (!dead
                && state instanceof GuardState.Armed armed
                && clock.get().reached(armed.until())) {
            endings++;
            state = new GuardState.Idle();
            end.run();
        }
    }

    /** Its process is killed: nothing acts until a daemon looks again and so starts another. */
    public synchronized void die() {
        dead = true;
        state = new GuardState.Idle();
    }

    /** From now on it does not answer a daemon and can't be started; what is armed still acts. */
    public synchronized void makeMissing(String why) {
        whyMissing = why;
    }

    /** Answers again. */
    public synchronized void answer() {
        whyMissing = "";
    }

    /** How many times it ended what served. */
    public synchronized int endings() {
        return endings;
    }
}
