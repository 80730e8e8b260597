package io.understudy.testkit;

import io.understudy.core.action.Outcome;
import io.understudy.core.action.StopMode;
import io.understudy.core.model.Epoch;
import io.understudy.core.observation.ServerState;
import io.understudy.core.port.Server;
import java.time.Duration;
import java.util.Optional;

/**
 * A protected server without a process: it does at once what it is told. Tests make it die, fall
 * silent, or be unusable. Safe for any thread.
 */
public final class FakeServer implements Server {

    private boolean running;
    private boolean answering = true;
    private boolean answeredOnce;
    private int starts;
    private Epoch epoch = Epoch.NONE;
    private Optional<String> unusable = Optional.empty();

    @Override
    public synchronized ServerState look(Duration deadline) {
        if (!running) {
            return unusable.<ServerState>map(ServerState.Unusable::new)
                    .orElseGet(ServerState.Stopped::new);
        }
        if (answering) {
            answeredOnce = true;
            return new ServerState.Healthy();
        }
        return answeredOnce
                ? new ServerState.Unhealthy("The server does not answer: told so by a test.")
                : new ServerState.Starting();
    }

    @Override
    public synchronized Outcome start(Epoch epoch, Duration deadline) {
        if (running && this.epoch.equals(epoch)) {
            return new Outcome.Done();
        }
        if (unusable.isPresent()) {
            return new Outcome.Refused(unusable.get());
        }
        running = true;
        answeredOnce = false;
        this.epoch = epoch;
        starts++;
        return new Outcome.Done();
    }

    @Override
    public synchronized Outcome stop(StopMode mode, Duration deadline) {
        running = false;
        return new Outcome.Done();
    }

    /** Its process ends without being asked. */
    public synchronized void die() {
        running = false;
    }

    /** Whether it answers its probe from now on. */
    public synchronized void answer(boolean answers) {
        answering = answers;
    }

    /** From now on it can't be started, for that reason. */
    public synchronized void makeUnusable(String why) {
        unusable = Optional.of(why);
    }

    public synchronized boolean running() {
        return running;
    }

    /** The epoch that it was last started in. */
    public synchronized Epoch epoch() {
        return epoch;
    }

    /** How many times it was started, not counting what was done already. */
    public synchronized int starts() {
        return starts;
    }
}
