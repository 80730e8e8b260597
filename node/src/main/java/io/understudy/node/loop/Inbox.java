package io.understudy.node.loop;

import io.understudy.core.model.Moment;
import io.understudy.core.observation.Observation;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * What the adapters hand in, in order. An observation gets its time when the loop takes it out, not
 * when it was made: a daemon that was stopped for a while must not decide by the time before.
 */
public final class Inbox {

    private static final int MOST_WAITING = 1_000;

    private final BlockingQueue<Sighting> waiting = new ArrayBlockingQueue<>(MOST_WAITING);
    private final Monotonic clock;

    public Inbox(Monotonic clock) {
        this.clock = clock;
    }

    /** Something seen, which becomes an observation once it has its time. */
    @FunctionalInterface
    public interface Sighting {
        Observation at(Moment now);
    }

    /** Hands in; waits while the loop is a thousand sightings behind. */
    public void post(Sighting sighting) {
        try {
            waiting.put(sighting);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Hands in what will be seen again soon; left out while the loop is that far behind. */
    void hint(Sighting sighting) {
        var _ = waiting.offer(sighting);
    }

    /** The next one, or a tick at the moment given. */
    Observation next(Moment wakeAt) throws InterruptedException {
        Duration left = wakeAt.since(clock.now());
        Sighting sighting = waiting.poll(Math.max(0, left.toNanos()), TimeUnit.NANOSECONDS);
        return sighting == null ? new Observation.Tick(clock.now()) : sighting.at(clock.now());
    }
}
