package io.understudy.node.postgres;

import io.understudy.core.action.Outcome;
import io.understudy.core.model.NodeId;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The primary that this node follows, goes back to, or copies. */
final class SourceDatabase {

    private static final Logger log = LoggerFactory.getLogger(SourceDatabase.class);

    private final PostgresSettings settings;
    private final LocalServer server;

    SourceDatabase(PostgresSettings settings, LocalServer server) {
        this.settings = settings;
        this.server = server;
    }

    /**
     * What must be known of the primary before anything here is changed.
     *
     * @param bytes the size of its databases
     * @param tablespaces the directories of its own, which a copy fills here, too
     */
    record Source(
            String systemIdentifier,
            int major,
            TimelineHistory history,
            long bytes,
            List<Path> tablespaces) {
        Source {
            tablespaces = List.copyOf(tablespaces);
        }
    }

    /** The primary's log is not thrown away under this standby, where the primary is there. */
    void offerSlot(NodeId upstream) {
        var _ =
                Thread.ofVirtual()
                        .start(() -> {
                            Deadline deadline = Deadline.in(Duration.ofSeconds(3));
                            try (Session session = open(upstream, deadline)) {
                                if (!session.inRecovery(deadline)) {
                                    Slots.ensure(session, Set.of(settings.self()), deadline);
                                }
                            } catch (SQLException e) {
                                log.debug("no slot on {} yet", upstream, e);
                            }
                        });
    }

    private Session open(NodeId node, Deadline deadline) throws SQLException {
        return Session.open(
                settings.access(),
                server.configuration().peer(node),
                deadline.orIn(Duration.ofSeconds(5)));
    }

    /** It is {@link Outcome.NotYet} until that node takes connections as a primary. */
    Source read(NodeId node, boolean checkpointed, Deadline deadline) throws Troubled {
        String whom = "PostgreSQL of " + node + " at " + server.configuration().peer(node);
        try (Session session = open(node, deadline)) {
            if (session.inRecovery(deadline)) {
                throw Troubled.notYet(whom + " is a standby itself, and a primary was needed");
            }
            if (checkpointed && !checkpointOnTimeline(session, deadline)) {
                session.execute(
                        Role.checkpoint(Integer.parseInt(major(session, deadline))), deadline);
            }
            Slots.ensure(session, Set.of(settings.self()), deadline);
            List<Optional<String>> row =
                    session.row(
                            "select (select system_identifier from pg_control_system()), ('x' ||"
                                    + " substr(pg_walfile_name(pg_current_wal_insert_lsn()), 1,"
                                    + " 8))::bit(32)::int, (select sum(pg_database_size(oid)) from"
                                    + " pg_database)",
                            deadline);
            int timeline = Integer.parseInt(row.get(1).orElse("0"));
            String history =
                    timeline <= 1
                            ? ""
                            : session.text(
                                    "select convert_from(pg_read_binary_file('pg_wal/%08X.history'), 'UTF8')"
                                            .formatted(timeline),
                                    deadline);
            return new Source(
                    row.get(0).orElse(""),
                    Integer.parseInt(major(session, deadline)),
                    TimelineHistory.parse(timeline, history),
                    Long.parseLong(row.get(2).orElse("0")),
                    tablespaces(session, deadline));
        } catch (SQLException e) {
            throw Troubled.notYet(Diagnosis.sentence(e, whom, settings.access().role()));
        }
    }

    private static List<Path> tablespaces(Session session, Deadline deadline) throws SQLException {
        String own =
                "select pg_tablespace_location(oid) from pg_tablespace where spcname not in"
                        + " ('pg_default', 'pg_global') order by 1";
        return session.rows(own, deadline).stream()
                .flatMap(row -> row.getFirst().stream())
                .filter(location -> !location.isEmpty())
                .map(Path::of)
                .toList();
    }

    private static String major(Session session, Deadline deadline) throws SQLException {
        return session.text("select current_setting('server_version_num')::int / 10000", deadline);
    }

    private static boolean checkpointOnTimeline(Session session, Deadline deadline)
            throws SQLException {
        return session.text(
                        "select (select timeline_id from pg_control_checkpoint()) = ('x' ||"
                                + " substr(pg_walfile_name(pg_current_wal_insert_lsn()), 1,"
                                + " 8))::bit(32)::int",
                        deadline)
                .equals("t");
    }

    String otherCluster(NodeId source, Source primary, ControlData control) {
        return "the data in "
                + settings.data()
                + " is of another database (system identifier "
                + control.systemIdentifier()
                + ") than that of "
                + source
                + " ("
                + primary.systemIdentifier()
                + "); if it may go, move it away, so that the directory is empty";
    }
}
