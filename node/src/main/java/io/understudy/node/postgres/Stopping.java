package io.understudy.node.postgres;

import java.io.IOException;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Ends the processes of the data directory. Safe for any thread. */
final class Stopping {

    private static final Logger log = LoggerFactory.getLogger(Stopping.class);

    private final Postmaster postmaster;

    Stopping(Postmaster postmaster) {
        this.postmaster = postmaster;
    }

    /** Asks in order and waits; says whether no process is left. */
    boolean inOrder(String signal, Deadline deadline) {
        try {
            postmaster.signal(signal);
        } catch (IOException e) {
            log.warn("PostgreSQL could not be asked to stop: {}", Diagnosis.said(e));
            return false;
        }
        return awaitGone(deadline);
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
