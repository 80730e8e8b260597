package io.understudy.node.postgres;

import io.understudy.core.port.Workload;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Reads what a server works at from this node's own PostgreSQL, by the statements of its profile,
 * as Understudy's own role: it can read what its user has granted it, and change nothing.
 */
public final class PostgresWorkload implements Workload {

    private final PostgresSettings settings;
    private final Statements statements;

    /**
     * The statements.
     *
     * @param database where they are to be run
     * @param workers name, connected, mark
     * @param builds key, name, worker
     * @param fates key, kind, note; its parameter is the keys with commas between them
     */
    public record Statements(String database, String workers, String builds, String fates) {}

    public PostgresWorkload(PostgresSettings settings, Statements statements) {
        this.settings = settings;
        this.statements = statements;
    }

    @Override
    public Sight look(Duration deadline) {
        Deadline due = Deadline.in(deadline);
        try (Session session = open(due)) {
            List<Worker> workers = new ArrayList<>();
            for (List<Optional<String>> row : session.rows(statements.workers(), due)) {
                workers.add(new Worker(text(row, 0), text(row, 1).equals("t"), text(row, 2)));
            }
            List<Build> builds = new ArrayList<>();
            for (List<Optional<String>> row : session.rows(statements.builds(), due)) {
                builds.add(new Build(text(row, 0), text(row, 1), text(row, 2)));
            }
            return new Sight.Seen(workers, builds);
        } catch (SQLException e) {
            return new Sight.Unseen(sentence(e));
        }
    }

    @Override
    public Fates fates(Set<String> builds, Duration deadline) {
        Deadline due = Deadline.in(deadline);
        try (Session session = open(due)) {
            Map<String, Fate> fates = new HashMap<>();
            for (List<Optional<String>> row :
                    session.rows(statements.fates(), String.join(",", builds), due)) {
                fates.put(text(row, 0), new Fate(kind(text(row, 1)), text(row, 2)));
            }
            return new Fates.Known(fates);
        } catch (SQLException e) {
            return new Fates.Unknown(sentence(e));
        }
    }

    private Session open(Deadline due) throws SQLException {
        Session session =
                Session.open(
                        settings.access(),
                        new PostgresSettings.Address("127.0.0.1", settings.listening().port()),
                        statements.database(),
                        due);
        try {
            session.execute("set default_transaction_read_only = on", due);
            session.execute("set statement_timeout = " + due.leftMillis(), due);
            return session;
        } catch (SQLException e) {
            session.close();
            throw e;
        }
    }

    private static Kind kind(String word) throws SQLException {
        List<String> words = new ArrayList<>();
        for (Kind kind : Kind.values()) {
            words.add(kind.name().toLowerCase(Locale.ROOT).replace('_', '-'));
            if (words.getLast().equals(word)) {
                return kind;
            }
        }
        throw new SQLException(
                "needed one of %s from workload.fates, found '%s'"
                        .formatted(String.join(", ", words), word));
    }

    private static String text(List<Optional<String>> row, int column) throws SQLException {
        if (column >= row.size()) {
            throw new SQLException(
                    "needed 3 columns from each statement of server.workload, found " + row.size());
        }
        return row.get(column).orElse("");
    }

    private String sentence(SQLException e) {
        String found = String.valueOf(e.getMessage()).lines().findFirst().orElse("no word");
        return switch (String.valueOf(e.getSQLState())) {
            case "42501" ->
                    "needed the right to read what the server works at, found: %s; as %s's owner type:"
                                    .formatted(found, statements.database())
                            + " GRANT SELECT ON the tables of server.workload TO "
                            + settings.access().role();
            case "3D000" ->
                    "needed the server's database, found: %s; give its name in server.workload.database"
                            .formatted(found);
            case "42P01", "42703", "42883" ->
                    "needed the tables that server.workload names, found: %s; its statements are for"
                                    .formatted(found)
                            + " another version of the server";
            default -> "needed to read what the server works at, found: " + found;
        };
    }
}
