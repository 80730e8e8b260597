package io.understudy.node.postgres;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is left of an earlier action that was not answered in time, by this daemon or one before it.
 * It must not take effect after another action has begun, so each action ends it first, unless it
 * asks for the very same.
 */
final class Leftovers {

    private static final Logger log = LoggerFactory.getLogger(Leftovers.class);

    private final PostgresSettings settings;
    private final LocalServer server;
    private final LocalSession local;

    Leftovers(PostgresSettings settings, LocalServer server, LocalSession local) {
        this.settings = settings;
        this.server = server;
        this.local = local;
    }

    /** What a new action goes on with instead of ending it. */
    enum GoesOn {
        NOTHING,
        START,
        PROMOTION
    }

    void end(GoesOn with, Deadline deadline) throws Troubled, SQLException, IOException {
        Postmaster postmaster = server.postmaster();
        Postmaster.kill(postmaster.programs());
        Optional<Postmaster.Running> running =
                postmaster.running().filter(it -> !Postmaster.killed(it.pid()));
        if (running.isEmpty()) {
            killAll("processes of an earlier PostgreSQL", deadline);
        } else if (running.get().starting()) {
            if (with != GoesOn.START) {
                killAll("a PostgreSQL that was still starting", deadline);
            }
        } else if (with != GoesOn.PROMOTION && promotionPending(running.get(), deadline)) {
            killAll("a standby that was still becoming a primary", deadline);
        }
    }

    /**
     * From here on this PostgreSQL may become a primary at any time. It need not outlive a reboot.
     */
    void promotionBegins() throws IOException {
        Files.writeString(mark(), local.postmaster() + "\n");
    }

    void promotionEnded() throws IOException {
        Files.deleteIfExists(mark());
    }

    private boolean promotionPending(Postmaster.Running running, Deadline deadline)
            throws Troubled, SQLException, IOException {
        if (!Files.exists(mark())) {
            return false;
        }
        boolean asked = Files.readString(mark()).strip().equals(Long.toString(running.pid()));
        if (asked && local.get(deadline).inRecovery(deadline)) {
            return true;
        }
        promotionEnded();
        return false;
    }

    private void killAll(String what, Deadline deadline) throws Troubled {
        List<Long> left = server.postmaster().processes();
        if (left.isEmpty()) {
            return;
        }
        log.warn("Killing {}, left of an earlier action: {}.", what, left);
        local.close();
        if (!server.stopping().kill(deadline.orIn(Duration.ofSeconds(2)))) {
            throw Troubled.failed(
                    "needed an end of "
                            + what
                            + ", found its processes still there after a kill: "
                            + server.postmaster().processes()
                            + "; the kernel may be waiting for a disk");
        }
    }

    private Path mark() {
        return settings.side().resolve("promoting");
    }
}
