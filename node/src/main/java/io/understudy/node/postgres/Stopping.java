package io.understudy.node.postgres;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Ends the processes of the data directory. Safe for any thread. */
final class Stopping {

    private static final Logger log = LoggerFactory.getLogger(Stopping.class);

    private final Postmaster postmaster;
    private volatile Set<Long> undying = Set.of();

    Stopping(Postmaster postmaster) {
        this.postmaster = postmaster;
    }

    /**
     * Asks and waits; says whether no process is left. A postmaster that only begins is asked once
     * it is there.
     */
    boolean ask(String signal, Deadline deadline) {
        long asked = 0;
        while (!postmaster.processes().isEmpty()) {
            long running = postmaster.running().map(Postmaster.Running::pid).orElse(0L);
            if (running > 0 && running != asked) {
                try {
                    Postmaster.signal(signal, List.of(running));
                } catch (IOException e) {
                    log.warn("PostgreSQL could not be asked to stop: {}", Diagnosis.said(e));
                    return false;
                }
                asked = running;
            }
            if (deadline.passed() || !Deadline.pause()) {
                return false;
            }
        }
        return true;
    }

    /** Kills every process of the data directory; says whether none is left. */
    boolean kill(Deadline deadline) {
        while (true) {
            postmaster.kill();
            if (awaitGone(deadline.orIn(Duration.ofMillis(100)))) {
                return true;
            }
            if (deadline.passed()) {
                return false;
            }
        }
    }

    /**
     * Notes what a kill has left. A process with a kill pending never runs an instruction of its
     * own again, so it acknowledges nothing; it may wait in the kernel for a disk for as long as
     * that takes. Says whether all that is left is of that kind.
     */
    boolean leavesUndying() {
        List<Long> left = postmaster.processes();
        boolean killed = left.stream().allMatch(Postmaster::killed);
        undying = killed ? Set.copyOf(left) : Set.of();
        return killed;
    }

    /** Whether a process that was killed is still there. */
    boolean undying() {
        if (undying.isEmpty()) {
            return false;
        }
        boolean left = postmaster.processes().stream().anyMatch(undying::contains);
        if (!left) {
            undying = Set.of();
        }
        return left;
    }

    private boolean awaitGone(Deadline deadline) {
        while (!postmaster.processes().isEmpty()) {
            if (deadline.passed() || !Deadline.pause()) {
                return false;
            }
        }
        return true;
    }

    void requireStopped() throws Troubled {
        if (postmaster.running().isPresent() || !postmaster.processes().isEmpty()) {
            throw Troubled.refused("PostgreSQL must be stopped first");
        }
    }
}
