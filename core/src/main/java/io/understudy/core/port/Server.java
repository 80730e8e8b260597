package io.understudy.core.port;

import io.understudy.core.action.Outcome;
import io.understudy.core.action.StopMode;
import io.understudy.core.model.Epoch;
import io.understudy.core.observation.ServerState;
import java.time.Duration;

/**
 * The protected server on this node. Calls block at most about as long as their deadline and never
 * throw for what a process can do. All are safe to repeat. One thread at a time calls, except for
 * {@link #stop}, which may be called at any time.
 */
public interface Server {

    ServerState look(Duration deadline);

    /**
     * Starts it as primary of that epoch; done once its process runs, which is before it answers
     * its probe. One that still runs in another epoch is stopped first; one that runs in this epoch
     * is left alone. Refused where it can't be run as it is configured.
     */
    Outcome start(Epoch epoch, Duration deadline);

    /**
     * Stops it; done once no process of it is left. Orderly within the deadline, else at once,
     * which is done, too.
     */
    Outcome stop(StopMode mode, Duration deadline);
}
