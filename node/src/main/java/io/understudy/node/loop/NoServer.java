package io.understudy.node.loop;

import io.understudy.core.action.Outcome;
import io.understudy.core.action.StopMode;
import io.understudy.core.model.Epoch;
import io.understudy.core.observation.ServerState;
import io.understudy.core.port.Server;
import java.time.Duration;

/** Stands where the configuration names no server: only the database is kept running. */
public final class NoServer implements Server {

    private volatile boolean started;

    @Override
    public ServerState look(Duration deadline) {
        return started ? new ServerState.Healthy() : new ServerState.Stopped();
    }

    @Override
    public Outcome start(Epoch epoch, Duration deadline) {
        started = true;
        return new Outcome.Done();
    }

    @Override
    public Outcome stop(StopMode mode, Duration deadline) {
        started = false;
        return new Outcome.Done();
    }
}
