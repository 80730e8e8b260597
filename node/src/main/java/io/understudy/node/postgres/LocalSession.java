package io.understudy.node.postgres;

import io.understudy.core.model.NodeId;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Optional;

/** The one connection to this node's PostgreSQL, which stays open. */
final class LocalSession implements AutoCloseable {

    private final PostgresSettings settings;
    private final LocalServer server;
    private Optional<Open> open = Optional.empty();

    LocalSession(PostgresSettings settings, LocalServer server) {
        this.settings = settings;
        this.server = server;
    }

    private record Open(long postmaster, Session session) {}

    /** The postmaster that the open connection leads to; 0 where there is none. */
    long postmaster() {
        return open.map(Open::postmaster).orElse(0L);
    }

    /** The open connection, or a new one. */
    Session get(Deadline deadline) throws Troubled, SQLException {
        return get(
                server.postmaster()
                        .running()
                        .orElseThrow(() -> Troubled.failed("PostgreSQL does not run")),
                deadline);
    }

    /** The same, to the one that was just seen to run. */
    Session get(Postmaster.Running running, Deadline deadline) throws Troubled, SQLException {
        if (open.isPresent() && open.get().postmaster() == running.pid()) {
            return open.get().session();
        }
        close();
        if (!Postmaster.startedWith(running.pid(), server.configuration().fileArgument())) {
            throw Troubled.refused(
                    "PostgreSQL runs on "
                            + settings.data()
                            + " (process "
                            + running.pid()
                            + ") and was not started by Understudy; stop it and see that the boot"
                            + " does not start it: systemctl disable --now postgresql");
        }
        Session session =
                Session.open(
                        settings.access(),
                        new PostgresSettings.Address("127.0.0.1", running.port()),
                        deadline);
        try {
            String answers = session.text("select current_setting('data_directory')", deadline);
            if (!Path.of(answers).toRealPath().equals(settings.data().toRealPath())) {
                throw Troubled.refused(
                        "port "
                                + running.port()
                                + " is answered by another PostgreSQL, that of "
                                + answers
                                + "; give each its own port");
            }
        } catch (IOException e) {
            session.close();
            throw Troubled.unknown("who answers is not known: " + Diagnosis.said(e));
        } catch (Troubled | SQLException e) {
            session.close();
            throw e;
        }
        open = Optional.of(new Open(running.pid(), session));
        return session;
    }

    @Override
    public void close() {
        open.ifPresent(it -> it.session().close());
        open = Optional.empty();
    }

    Optional<NodeId> upstream(Session session, Deadline deadline) throws SQLException {
        return server.configuration()
                .upstreamOf(session.text("select current_setting('primary_conninfo')", deadline));
    }
}
