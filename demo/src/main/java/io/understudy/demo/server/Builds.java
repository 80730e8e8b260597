package io.understudy.demo.server;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * The builds in the database; each method is part of its caller's transaction.
 *
 * <p>A hand-out has a token. A token that the database does not know although a worker shows it was
 * handed out by a server whose commit is gone: that is what {@code lost} counts.
 */
final class Builds {

    private static final int KEPT_WAITING = 3;

    private final String run;
    private final long epoch;

    /**
     * Builds as one run of the server sees them.
     *
     * @param run names this run of the server
     */
    Builds(String run, long epoch) {
        this.run = run;
        this.epoch = epoch;
    }

    /** The tokens of the builds that are running as far as the database knows. */
    List<String> running(Connection connection) throws SQLException {
        try (PreparedStatement select =
                        connection.prepareStatement(
                                "SELECT token FROM builds WHERE state = 'running'");
                ResultSet rows = select.executeQuery()) {
            var tokens = new ArrayList<String>();
            while (rows.next()) {
                tokens.add(rows.getString(1));
            }
            return tokens;
        }
    }

    /** A worker that asks for work runs nothing: what was its build waits again. */
    int takeBackFrom(Connection connection, String worker) throws SQLException {
        return update(
                connection,
                "UPDATE builds SET state = 'waiting' WHERE state = 'running' AND worker = ?",
                worker);
    }

    /** Its worker has not been heard of: the build waits again. */
    int takeBack(Connection connection, String token) throws SQLException {
        return update(
                connection,
                "UPDATE builds SET state = 'waiting' WHERE state = 'running' AND token = ?",
                token);
    }

    /** Hands out the oldest waiting build, and sees that there always is a next one. */
    Optional<Assignment> handOut(Connection connection, String worker) throws SQLException {
        topUp(connection);
        String token = UUID.randomUUID().toString();
        try (PreparedStatement update =
                connection.prepareStatement(
                        """
                        UPDATE builds SET state = 'running', attempt = attempt + 1, token = ?,
                            worker = ?, epoch = ?, server_run = ?, handed_at = clock_timestamp()
                        WHERE id = (SELECT id FROM builds WHERE state = 'waiting' ORDER BY id
                                    LIMIT 1 FOR UPDATE SKIP LOCKED)
                        RETURNING id, attempt, number,
                            (SELECT name FROM pipelines WHERE pipelines.id = pipeline)
                        """)) {
            update.setString(1, token);
            update.setString(2, worker);
            update.setLong(3, epoch);
            update.setString(4, run);
            try (ResultSet row = update.executeQuery()) {
                if (!row.next()) {
                    return Optional.empty();
                }
                var assignment =
                        new Assignment(
                                token,
                                row.getLong(1),
                                row.getInt(2),
                                row.getString(4),
                                row.getLong(3));
                noteHandout(connection, assignment);
                return Optional.of(assignment);
            }
        }
    }

    /** The worker says that it is running this build. */
    Verdict hear(Connection connection, String worker, String token) throws SQLException {
        Verdict verdict = verdict(connection, worker, token);
        if (verdict == Verdict.GO_ON) {
            noteResumed(connection, token);
        }
        return verdict;
    }

    /** The worker says how this build ended. Applied once, however often it is said. */
    Verdict finish(Connection connection, String worker, String token, String result)
            throws SQLException {
        Verdict verdict = verdict(connection, worker, token);
        if (verdict != Verdict.GO_ON) {
            return verdict;
        }
        noteResumed(connection, token);
        update(
                connection,
                """
                UPDATE builds SET state = 'done', result = ?, finished_at = clock_timestamp()
                WHERE token = ?
                """,
                result,
                token);
        update(
                connection,
                "UPDATE handouts SET reported_at = clock_timestamp() WHERE token = ?",
                token);
        return Verdict.APPLIED;
    }

    /** The worker remembers that this result was acknowledged: it must be here. */
    void checkAcknowledged(Connection connection, String worker, String token) throws SQLException {
        try (PreparedStatement select =
                connection.prepareStatement(
                        "SELECT 1 FROM handouts WHERE token = ? AND reported_at IS NOT NULL")) {
            select.setString(1, token);
            try (ResultSet row = select.executeQuery()) {
                if (!row.next()) {
                    noteLost(connection, worker, token, "its acknowledged result is missing");
                }
            }
        }
    }

    private Verdict verdict(Connection connection, String worker, String token)
            throws SQLException {
        try (PreparedStatement select =
                connection.prepareStatement(
                        """
                        SELECT b.state, b.token = h.token
                        FROM handouts h JOIN builds b ON b.id = h.build
                        WHERE h.token = ? FOR UPDATE OF b
                        """)) {
            select.setString(1, token);
            try (ResultSet row = select.executeQuery()) {
                if (!row.next()) {
                    noteLost(connection, worker, token, "its hand-out is missing");
                    return Verdict.UNKNOWN;
                }
                if (!row.getBoolean(2)) {
                    return Verdict.GIVEN_AWAY;
                }
                // A build that waits again, and that nobody else has got yet, is still welcome.
                return "done".equals(row.getString(1)) ? Verdict.ALREADY : Verdict.GO_ON;
            }
        }
    }

    /** Counts a build of an earlier run of the server whose worker has come back with it. */
    private void noteResumed(Connection connection, String token) throws SQLException {
        update(
                connection,
                """
                UPDATE builds SET state = 'running', resumed = resumed + 1, server_run = ?
                WHERE token = ? AND server_run <> ?
                """,
                run,
                token,
                run);
    }

    private static void topUp(Connection connection) throws SQLException {
        update(
                connection,
                """
                WITH made AS (
                    UPDATE pipelines SET next_number = next_number + 1
                    WHERE (SELECT count(*) FROM builds WHERE state = 'waiting') < %d
                    RETURNING id, next_number - 1 AS number)
                INSERT INTO builds (pipeline, number, state)
                SELECT id, number, 'waiting' FROM made ORDER BY id
                """
                        .formatted(KEPT_WAITING));
    }

    private static void noteHandout(Connection connection, Assignment assignment)
            throws SQLException {
        try (PreparedStatement insert =
                connection.prepareStatement("INSERT INTO handouts (token, build) VALUES (?, ?)")) {
            insert.setString(1, assignment.token());
            insert.setLong(2, assignment.build());
            insert.executeUpdate();
        }
    }

    private static void noteLost(Connection connection, String worker, String token, String why)
            throws SQLException {
        update(
                connection,
                "INSERT INTO lost (token, worker, why) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
                token,
                worker,
                why);
    }

    private static int update(Connection connection, String sql, String... values)
            throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) {
                update.setString(i + 1, values[i]);
            }
            return update.executeUpdate();
        }
    }
}
