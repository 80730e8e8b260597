package io.understudy.node.loop;

import io.understudy.core.model.Moment;
import io.understudy.core.observation.Observation;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * What the adapters hand in, in order. An observation gets its time when the loop takes it out, not
 * when it was made: a daemon that was stopped for a while must not decide by the time before. Any
 * thread may hand in; one takes out.
 */
public final class Inbox {

    private static final int MOST_WAITING = 1_000;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition handedIn = lock.newCondition();
    private final Condition takenOut = lock.newCondition();
    private final Queue<Sighting> waiting = new ArrayDeque<>();
    private final Monotonic clock;

    /** Whether the loop is to wake, or awake already and not to sleep yet. */
    private boolean urgent;

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
        lock.lock();
        try {
            while (waiting.size() >= MOST_WAITING) {
                takenOut.await();
            }
            waiting.add(sighting);
            urgent = true;
            handedIn.signal();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            lock.unlock();
        }
    }

    /** Hands in what will be seen again soon; left out while the loop is that far behind. */
    void hint(Sighting sighting) {
        lock.lock();
        try {
            if (waiting.size() < MOST_WAITING) {
                waiting.add(sighting);
                urgent = true;
                handedIn.signal();
            }
        } finally {
            lock.unlock();
        }
    }

    /**
     * Hands in what says nothing new, and will be seen again soon: it wakes nobody, and is taken
     * out, in its turn, once the loop is awake. On an idle node that is most of what is seen, and
     * waking is most of what it costs.
     */
    void lay(Sighting sighting) {
        lock.lock();
        try {
            if (waiting.size() < MOST_WAITING) {
                waiting.add(sighting);
            }
        } finally {
            lock.unlock();
        }
    }

    /** The next one, or a tick at the moment given. */
    Observation next(Moment wakeAt) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            long left = Math.max(0, wakeAt.since(clock.now()).toNanos());
            while (!urgent && left > 0) {
                left = handedIn.awaitNanos(left);
            }
            Sighting sighting = waiting.poll();
            takenOut.signal();
            urgent = !waiting.isEmpty();
            return sighting == null ? new Observation.Tick(clock.now()) : sighting.at(clock.now());
        } finally {
            lock.unlock();
        }
    }
}
