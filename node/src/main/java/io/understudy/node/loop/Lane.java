package io.understudy.node.loop;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/**
 * One resource's calls: looks at regular times and actions, never both at the same time, and a stop
 * that waits for nobody. A look that an action has overtaken is thrown away: it may show what is no
 * longer.
 */
final class Lane implements AutoCloseable {

    private final String name;
    private final Duration every;
    private final Semaphore turn = new Semaphore(1, true);
    private final Semaphore early = new Semaphore(0);
    private final AtomicLong actions = new AtomicLong();
    private final AtomicBoolean open = new AtomicBoolean(true);

    Lane(String name, Duration every) {
        this.name = name;
        this.every = every;
    }

    /** Begins to look; {@code report} gets each result that nothing has overtaken. */
    <S> void watch(Look<S> look, Report<S> report) {
        Thread.ofVirtual()
                .name(name + "-looks")
                .start(() -> {
                    while (open.get()) {
                        lookOnce(look, report);
                        rest();
                    }
                });
    }

    private <S> void lookOnce(Look<S> look, Report<S> report) {
        turn.acquireUninterruptibly();
        try {
            long before = actions.get();
            S seen = look.look();
            if (actions.get() == before) {
                report.report(seen);
            }
        } finally {
            turn.release();
        }
    }

    private void rest() {
        try {
            if (early.tryAcquire(every.toNanos(), TimeUnit.NANOSECONDS)) {
                early.drainPermits();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            open.set(false);
        }
    }

    /** Runs an action after the look that is under way, and looks again once it has ended. */
    void act(Runnable action) {
        Thread.ofVirtual()
                .name(name + "-acts")
                .start(() -> {
                    turn.acquireUninterruptibly();
                    try {
                        run(action);
                    } finally {
                        turn.release();
                        early.release();
                    }
                });
    }

    /** Runs an action now, whatever is under way. */
    void overtake(Runnable action) {
        Thread.ofVirtual()
                .name(name + "-stops")
                .start(() -> {
                    run(action);
                    early.release();
                });
    }

    private void run(Runnable action) {
        actions.incrementAndGet();
        try {
            action.run();
        } finally {
            actions.incrementAndGet();
        }
    }

    @Override
    public void close() {
        open.set(false);
        early.release();
    }

    /** One look; does not throw. */
    @FunctionalInterface
    interface Look<S> {
        S look();
    }

    /** Where a look's result goes. */
    @FunctionalInterface
    interface Report<S> {
        void report(S seen);
    }
}
