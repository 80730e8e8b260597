package io.understudy.node.dashboard;

import io.understudy.node.api.Wire;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What all open pages show: one look for all of them, once a second, and none while no page is
 * open. Any thread may call.
 */
final class Board implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Board.class);
    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(1);
    private static final Duration LONGEST_LOOK = Duration.ofSeconds(8);

    /** The type of the content of a stream. */
    static final String EVENTS = "text/event-stream";

    /** Older states are not shown to somebody who comes now. */
    static final Duration LONGEST_SHOWN = BETWEEN_LOOKS.multipliedBy(2);

    private final Lookouts lookouts;
    private final Wire wire;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private int watchers;
    private boolean closed;
    private Optional<Thread> looking = Optional.empty();
    private Notice latest = new Notice(0, 0, Text.json(""), Text.json(""));

    Board(Lookouts lookouts, Wire wire) {
        this.lookouts = lookouts;
        this.wire = wire;
    }

    /**
     * One state of the board.
     *
     * @param number rises with each
     * @param at on this process's clock
     * @param snapshot a {@link Snapshot}
     * @param event the same as an event of a stream
     */
    record Notice(long number, long at, Text snapshot, Text event) {}

    /** Somebody looks from now on, until {@link #leave}. */
    void enter() {
        lock.lock();
        try {
            watchers++;
            if (looking.isEmpty() && !closed) {
                looking = Optional.of(Thread.ofVirtual().name("dashboard-look").start(this::look));
            }
        } finally {
            lock.unlock();
        }
    }

    void leave() {
        lock.lock();
        try {
            watchers--;
        } finally {
            lock.unlock();
        }
    }

    /** The number of the last state that is older than that. */
    long olderThan(Duration age) {
        lock.lock();
        try {
            boolean fresh = System.nanoTime() - latest.at() < age.toNanos();
            return fresh ? latest.number() - 1 : latest.number();
        } finally {
            lock.unlock();
        }
    }

    /** The first after that number; empty where none came in time. Only of use once entered. */
    Optional<Notice> after(long number, Duration longest) throws InterruptedException {
        lock.lock();
        try {
            long left = longest.toNanos();
            while (latest.number() <= number && left > 0 && !closed) {
                left = changed.awaitNanos(left);
            }
            return latest.number() > number ? Optional.of(latest) : Optional.empty();
        } finally {
            lock.unlock();
        }
    }

    /** For whoever asks once: at most a second old. Empty where no look came to an end. */
    Optional<Text> once() {
        enter();
        try {
            return after(olderThan(BETWEEN_LOOKS), LONGEST_LOOK).map(Notice::snapshot);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        } finally {
            leave();
        }
    }

    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            looking.ifPresent(Thread::interrupt);
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void look() {
        try {
            while (wanted()) {
                publish(wire.write(lookouts.look()));
                TimeUnit.NANOSECONDS.sleep(BETWEEN_LOOKS.toNanos());
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            LOG.error("the page's look at the nodes failed", e);
        } finally {
            ended();
        }
    }

    /** Says no once, and then the thread is over. */
    private boolean wanted() {
        lock.lock();
        try {
            if (watchers > 0 && !closed) {
                return true;
            }
            looking = Optional.empty();
            return false;
        } finally {
            lock.unlock();
        }
    }

    private void ended() {
        lock.lock();
        try {
            if (looking.filter(Thread.currentThread()::equals).isPresent()) {
                looking = Optional.empty();
            }
        } finally {
            lock.unlock();
        }
    }

    private void publish(String json) {
        lock.lock();
        try {
            latest =
                    new Notice(
                            latest.number() + 1,
                            System.nanoTime(),
                            Text.json(json),
                            Text.of(EVENTS, "data: " + json + "\n\n"));
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
