package io.understudy.node.postgres;

import io.understudy.core.action.Outcome;
import io.understudy.core.action.StopMode;
import io.understudy.core.model.NodeId;
import io.understudy.core.observation.DatabaseState;
import io.understudy.core.port.Database;
import io.understudy.core.port.Progress;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A PostgreSQL 13 to 18 on this node. It takes over a data directory that is there, or fills an
 * empty one with a copy of a peer's. PostgreSQL's processes outlive this object and the daemon: the
 * next daemon finds them by the data directory.
 */
public final class PostgresDatabase implements Database, AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(PostgresDatabase.class);

    private static final Duration BEFORE_KILL = Duration.ofMillis(300);
    private static final Duration FOR_KILL = Duration.ofSeconds(2);

    private final PostgresSettings settings;
    private final LocalServer server;
    private final LocalSession local;
    private final Obedience obedience;
    private final LocalView view;
    private final Leftovers leftovers;
    private final SourceDatabase sources;
    private final Rewind rewind;
    private final NewCopy newCopy;
    private final Diverged diverged;
    private final Attempt attempt;

    /**
     * Starts nothing and touches nothing.
     *
     * @throws IOException when the data directory's owner can't be read
     */
    public PostgresDatabase(PostgresSettings settings) throws IOException {
        this.settings = settings;
        this.server = LocalServer.of(settings, Owner.of(settings.owner(), settings.data()));
        this.local = new LocalSession(settings, server);
        this.obedience = new Obedience(server, local);
        this.view = new LocalView(settings, server, local, obedience);
        this.leftovers = new Leftovers(settings, server, local);
        this.sources = new SourceDatabase(settings, server);
        this.diverged = new Diverged(settings, server, settings.diverged());
        this.rewind = new Rewind(settings, server, sources, diverged);
        this.newCopy = new NewCopy(settings, server, sources, diverged);
        this.attempt = new Attempt(settings, server, local);
    }

    @Override
    public DatabaseState look(Duration deadline) {
        return view.look(Deadline.in(deadline));
    }

    @Override
    public Outcome startPrimary(Set<NodeId> waitsFor, Duration within) {
        Deadline deadline = Deadline.in(within);
        return attempt.at(() -> {
            leftovers.end(same(waitsFor, Optional.empty()), deadline);
            if (server.data().absent()) {
                throw Troubled.refused("there is no data in " + settings.data());
            }
            server.data().checkUsable();
            if (server.data().standby()) {
                throw Troubled.refused(
                        settings.data()
                                + " holds a standby's data, which becomes a primary's by"
                                + " promotion alone");
            }
            refuseHalfRewound();
            if (server.postmaster().running().isEmpty()) {
                server.singleUser().ensureRole(deadline);
                diverged.ended();
                server.starting().start(waitsFor, Optional.empty(), deadline);
            }
            server.starting().await(deadline);
            Session session = local.get(deadline);
            if (session.inRecovery(deadline)) {
                throw Troubled.refused("PostgreSQL runs as a standby");
            }
            obedience.obey(waitsFor, Optional.empty(), deadline);
            Slots.ensure(session, settings.peers().keySet(), deadline);
        });
    }

    @Override
    public Outcome startStandby(NodeId upstream, Duration within) {
        Deadline deadline = Deadline.in(within);
        return attempt.at(() -> {
            leftovers.end(same(Set.of(), Optional.of(upstream)), deadline);
            if (server.data().absent()) {
                throw Troubled.refused(
                        "there is no data in " + settings.data() + "; it needs a copy");
            }
            server.data().checkUsable();
            if (!server.data().standby()) {
                throw Troubled.refused(
                        settings.data()
                                + " holds a primary's data, which becomes a standby's by a"
                                + " rewind or a new copy alone");
            }
            refuseHalfRewound();
            if (server.postmaster().running().isEmpty()) {
                server.starting().start(Set.of(), Optional.of(upstream), deadline);
            }
            server.starting().await(deadline);
            Session session = local.get(deadline);
            if (!session.inRecovery(deadline)) {
                throw Troubled.refused("PostgreSQL runs as a primary");
            }
            obedience.obey(Set.of(), Optional.of(upstream), deadline);
            Slots.dropStale(session, deadline);
            sources.offerSlot(upstream);
        });
    }

    @Override
    public Outcome promote(Set<NodeId> waitsFor, Duration within) {
        Deadline deadline = Deadline.in(within);
        return attempt.at(() -> {
            leftovers.end(Leftovers.GoesOn.PROMOTION, deadline);
            Session session = local.get(deadline);
            if (!session.inRecovery(deadline)) {
                leftovers.promotionEnded();
                obedience.obey(waitsFor, Optional.empty(), deadline);
                return;
            }
            // Before it is a primary, so that its very first commit waits.
            obedience.obey(waitsFor, local.upstream(session, deadline), deadline);
            leftovers.promotionBegins();
            Programs.Ended ended =
                    server.data()
                            .programs()
                            .run(
                                    Programs.Call.of(
                                            "pg_ctl",
                                            "promote",
                                            "-W",
                                            "-D",
                                            settings.data().toString()),
                                    deadline);
            if (ended.late()) {
                throw Troubled.unknown("pg_ctl promote did not end in time; look again");
            }
            if (!ended.well()) {
                throw Troubled.failed("pg_ctl promote failed: " + ended.complaint());
            }
            while (session.inRecovery(deadline)) {
                if (deadline.passed() || !Deadline.pause()) {
                    throw Troubled.unknown(
                            "PostgreSQL was told to become a primary and did not finish in"
                                    + " time; look again");
                }
            }
            leftovers.promotionEnded();
            obedience.primarySince(waitsFor, session, deadline);
            Slots.ensure(session, settings.peers().keySet(), deadline);
            checkpointLater();
        });
    }

    @Override
    public Outcome waitFor(Set<NodeId> nodes, Duration within) {
        Deadline deadline = Deadline.in(within);
        return attempt.at(() -> {
            leftovers.end(Leftovers.GoesOn.NOTHING, deadline);
            Session session = local.get(deadline);
            if (session.inRecovery(deadline)) {
                throw Troubled.refused(
                        "PostgreSQL runs as a standby, which has no commits of its own");
            }
            obedience.obey(nodes, Optional.empty(), deadline);
            Slots.ensure(session, settings.peers().keySet(), deadline);
        });
    }

    @Override
    public Outcome stop(StopMode mode, Duration within) {
        Deadline deadline = Deadline.in(within);
        server.underWay().halt();
        try {
            return stopHalted(mode, within, deadline);
        } finally {
            server.underWay().stopped();
        }
    }

    private Outcome stopHalted(StopMode mode, Duration within, Deadline deadline) {
        boolean inTime =
                switch (mode) {
                    case ORDERLY -> server.stopping().ask("INT", deadline);
                    case AT_ONCE -> server.stopping().ask("QUIT", deadline.orIn(BEFORE_KILL));
                };
        if (inTime) {
            return new Outcome.Done();
        }
        boolean dead =
                server.stopping().kill(Deadline.in(FOR_KILL)) || server.stopping().leavesUndying();
        if (!dead) {
            return new Outcome.Unknown(
                    "processes of "
                            + settings.data()
                            + " are still there after a kill: "
                            + server.postmaster().processes()
                            + "; the kernel may be waiting for a disk");
        }
        return switch (mode) {
            case AT_ONCE -> new Outcome.Done();
            case ORDERLY ->
                    new Outcome.Failed(
                            "PostgreSQL did not stop in order within "
                                    + within.toMillis()
                                    + " ms and was killed");
        };
    }

    @Override
    public Outcome rewind(NodeId source, Duration within, Progress progress) {
        Deadline deadline = Deadline.in(within);
        return attempt.at(() -> {
            leftovers.end(Leftovers.GoesOn.NOTHING, deadline);
            rewind.from(source, deadline, progress);
        });
    }

    @Override
    public Outcome copyAnew(NodeId source, Duration within, Progress progress) {
        Deadline deadline = Deadline.in(within);
        return attempt.at(() -> {
            leftovers.end(Leftovers.GoesOn.NOTHING, deadline);
            newCopy.from(source, deadline, progress);
        });
    }

    /** Closes the connection; PostgreSQL goes on. */
    @Override
    public void close() {
        local.close();
    }

    /** pg_rewind reads the new timeline from the control file, where a checkpoint brings it. */
    private void checkpointLater() {
        var _ =
                Thread.ofVirtual()
                        .start(() -> {
                            Deadline deadline = Deadline.in(Duration.ofMinutes(5));
                            int port = settings.listening().port();
                            try (Session session =
                                    Session.open(
                                            settings.access(),
                                            new PostgresSettings.Address("127.0.0.1", port),
                                            deadline)) {
                                session.execute(Role.checkpoint(server.data().major()), deadline);
                            } catch (SQLException | Troubled e) {
                                log.debug("the checkpoint was not written", e);
                            }
                        });
    }

    private void refuseHalfRewound() throws Troubled {
        if (server.data().halfRewound()) {
            throw Troubled.refused(
                    "a rewind of "
                            + settings.data()
                            + " was interrupted, so that it is neither the old data nor the new; it"
                            + " needs a new copy");
        }
    }

    /** A start that asks for what is starting already goes on with that. */
    private Leftovers.GoesOn same(Set<NodeId> waitsFor, Optional<NodeId> upstream)
            throws IOException {
        return server.configuration().says(waitsFor, upstream)
                ? Leftovers.GoesOn.START
                : Leftovers.GoesOn.NOTHING;
    }
}
