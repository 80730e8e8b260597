package io.understudy.node.loop;

import io.understudy.core.action.Outcome;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * One resource's calls: looks and actions, never both at the same time, and a stop that waits for
 * nobody. A look that an action has overtaken is thrown away: it may show what is no longer.
 */
final class Lane implements AutoCloseable {

    private final String name;
    private final Duration every;
    private final Semaphore turn = new Semaphore(1, true);
    private final Semaphore early = new Semaphore(0);
    private final AtomicLong actions = new AtomicLong();
    private final AtomicLong stops = new AtomicLong();
    private final AtomicBoolean open = new AtomicBoolean(true);

    Lane(String name, Duration every) {
        this.name = name;
        this.every = every;
    }

    /**
     * Begins to look; {@code report} gets each result that nothing has overtaken.
     *
     * @param gist what is left of a result without what moves all the time
     */
    <S> void watch(Look<S> look, UnaryOperator<S> gist, Report<S> report) {
        Pace<S> pace = new Pace<>(every, gist);
        Thread.ofPlatform()
                .daemon()
                .name(name + "-looks")
                .start(() -> {
                    while (open.get()) {
                        if (rest(pace.after(lookOnce(look, pace, report)))) {
                            pace.hurry();
                        }
                    }
                });
    }

    /** What it showed; empty where an action has overtaken it. */
    private <S> Optional<S> lookOnce(Look<S> look, Pace<S> pace, Report<S> report) {
        turn.acquireUninterruptibly();
        try {
            long before = actions.get();
            S seen = look.look();
            if (actions.get() != before) {
                return Optional.empty();
            }
            report.report(seen, pace.isOld(seen));
            return Optional.of(seen);
        } finally {
            turn.release();
        }
    }

    /** Whether somebody has asked for a look before the time was over. */
    private boolean rest(Duration longest) {
        try {
            boolean called = early.tryAcquire(longest.toNanos(), TimeUnit.NANOSECONDS);
            early.drainPermits();
            return called;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            open.set(false);
            return false;
        }
    }

    /** Looks as soon as nothing else is under way, and often for a while. */
    void lookSoon() {
        early.release();
    }

    /**
     * Runs an action after the look that is under way, and looks again once it has ended. Where a
     * stop came first, the action is not run: it would begin again what was to end.
     *
     * @param undo ends what the action may have begun, where a stop came while it was about to
     *     begin
     * @param ended told how it ended, also where it was not run
     */
    void act(Supplier<Outcome> action, Runnable undo, Consumer<Outcome> ended) {
        long before = stops.get();
        Thread.ofVirtual()
                .name(name + "-acts")
                .start(() -> {
                    turn.acquireUninterruptibly();
                    try {
                        run(() -> ended.accept(unlessStopped(before, action, undo)));
                    } finally {
                        turn.release();
                        early.release();
                    }
                });
    }

    private Outcome unlessStopped(long before, Supplier<Outcome> action, Runnable undo) {
        if (stops.get() != before) {
            return new Outcome.Failed("a stop came first");
        }
        Outcome outcome = action.get();
        if (stops.get() == before) {
            return outcome;
        }
        undo.run();
        return new Outcome.Failed("a stop came meanwhile");
    }

    /**
     * Runs a stop now, whatever is under way; no action that was handed in before begins after it.
     */
    void overtake(Runnable stop) {
        stops.incrementAndGet();
        Thread.ofVirtual()
                .name(name + "-stops")
                .start(() -> {
                    run(stop);
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

        /**
         * Hands it in.
         *
         * @param old whether it is what was handed in for long, so that nobody waits for it
         */
        void report(S seen, boolean old);
    }
}
