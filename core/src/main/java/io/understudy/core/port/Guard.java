package io.understudy.core.port;

import io.understudy.core.model.Epoch;
import io.understudy.core.model.Moment;
import io.understudy.core.observation.GuardState;
import java.time.Duration;

/**
 * The small separate process that ends what serves on this node when the daemon does not answer in
 * time. It outlives the daemon: the next one finds it, still armed. Its moments are those of the
 * host's clock since boot, the same for every daemon on it. Calls block at most about as long as
 * their deadline, never throw for what a process can do, and are safe to repeat. Any thread may
 * call.
 */
public interface Guard {

    /** What it says now. Starts it where it does not run. */
    GuardState look(Duration deadline);

    /**
     * From now on it ends all that serves here when {@code until} has come. Arming anew moves that
     * moment, later or earlier; a moment that has passed makes it act at once. Starts it where it
     * does not run.
     *
     * @return what it says after that; {@link GuardState.Missing} where it did not acknowledge, and
     *     then it may be armed or not
     */
    GuardState arm(Epoch epoch, Moment until, Duration deadline);

    /** Nothing here serves any more: it has nothing to watch over until it is armed again. */
    GuardState disarm(Duration deadline);
}
