package io.understudy.demo.stage;

import io.understudy.node.journal.Entry;
import io.understudy.node.journal.JournalTail;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;

/**
 * Reads along with one node's journal, and kills a daemon at the moment that a certain step is on
 * disk. Its thread ends by {@link #close}.
 */
final class Knife implements AutoCloseable {

    /** Until it has cut: what comes between the step and the kill is not on trial. */
    private static final Duration LOOK_EVERY = Duration.ofMillis(1);

    /** Where nothing is to be cut any more, and the cluster needs the processors to heal. */
    private static final Duration LOOK_AROUND_EVERY = Duration.ofMillis(20);

    private final JournalTail tail;
    private final Optional<String> cue;
    private final Victim victim;
    private final List<List<String>> records = new ArrayList<>();
    private final CompletableFuture<Long> cut = new CompletableFuture<>();
    private final Thread reading;
    private volatile boolean closed;

    /** Whom it kills; returns once the daemon is gone. */
    interface Victim {
        void kill() throws StageException, InterruptedException;
    }

    private Knife(JournalTail tail, Optional<String> cue, Victim victim) {
        this.tail = tail;
        this.cue = cue;
        this.victim = victim;
        this.reading = Thread.ofPlatform().name("knife").daemon().start(this::readAlong);
    }

    /** Of what the node's journal says from now on. */
    static Knife over(StageNode watched, String cue, Victim victim) {
        return new Knife(tail(watched), Optional.of(cue), victim);
    }

    /** That only takes down the steps. */
    static Knife blunt(StageNode watched) {
        return new Knife(tail(watched), Optional.empty(), () -> {});
    }

    private static JournalTail tail(StageNode watched) {
        try {
            return JournalTail.fromEnd(watched.home().resolve("journal"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void readAlong() {
        try {
            while (!closed) {
                for (Entry entry : tail.read()) {
                    List<String> seen = Steps.of(entry);
                    note(seen);
                    if (cue.filter(seen::contains).isPresent() && !cut.isDone()) {
                        victim.kill();
                        cut.complete(System.nanoTime());
                    }
                }
                LockSupport.parkNanos(pause().toNanos());
            }
        } catch (IOException | StageException | RuntimeException e) {
            cut.completeExceptionally(e);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private Duration pause() {
        return cue.isEmpty() || cut.isDone() ? LOOK_AROUND_EVERY : LOOK_EVERY;
    }

    private synchronized void note(List<String> seen) {
        if (!seen.isEmpty()) {
            records.add(seen);
        }
    }

    /** The steps of each record that was seen so far, in order. */
    synchronized List<List<String>> records() {
        return List.copyOf(records);
    }

    /** Whether the daemon was killed, and is gone. */
    boolean hasCut() {
        return cut.isDone() && cut.join() > Long.MIN_VALUE;
    }

    @Override
    public void close() {
        closed = true;
        try {
            reading.join();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
