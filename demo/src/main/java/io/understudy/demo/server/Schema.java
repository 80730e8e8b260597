package io.understudy.demo.server;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/** The tables of the sample server, and how they came to be: one step for each version. */
final class Schema {

    private static final List<String> STEPS =
            List.of(
                    """
                    CREATE TABLE pipelines (
                        id int PRIMARY KEY, name text NOT NULL UNIQUE,
                        next_number bigint NOT NULL DEFAULT 1);
                    INSERT INTO pipelines (id, name)
                        VALUES (1, 'compile'), (2, 'unit-tests'), (3, 'package');
                    CREATE TABLE builds (
                        id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
                        pipeline int NOT NULL REFERENCES pipelines, number bigint NOT NULL,
                        state text NOT NULL CHECK (state IN ('waiting', 'running', 'done')),
                        attempt int NOT NULL DEFAULT 0, token text, worker text, epoch bigint,
                        result text, resumed int NOT NULL DEFAULT 0, server_run text,
                        queued_at timestamptz NOT NULL DEFAULT now(),
                        handed_at timestamptz, finished_at timestamptz,
                        UNIQUE (pipeline, number));
                    CREATE INDEX builds_open ON builds (id) WHERE state <> 'done';
                    CREATE TABLE handouts (
                        token text PRIMARY KEY, build bigint NOT NULL REFERENCES builds,
                        reported_at timestamptz);
                    CREATE TABLE lost (
                        token text PRIMARY KEY, worker text NOT NULL, why text NOT NULL,
                        noticed_at timestamptz NOT NULL DEFAULT now());
                    CREATE TABLE health (id int PRIMARY KEY, checked_at timestamptz NOT NULL);
                    INSERT INTO health VALUES (1, now());
                    """);

    private Schema() {}

    /**
     * Brings the tables up to date.
     *
     * @throws SQLException with a sentence for an operator when the database takes no writes
     */
    static int migrate(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            if (number(statement, "SELECT pg_is_in_recovery()::int") == 1) {
                throw new SQLException(
                        "needed a database that takes writes, found a standby; promote it, or"
                                + " correct PIPELINE_DATABASE_URL");
            }
            // Two servers that start at once on one database take turns.
            statement.execute("SELECT pg_advisory_xact_lock(7205759403792793)");
            statement.execute("CREATE TABLE IF NOT EXISTS schema_version (version int NOT NULL)");
            int version = number(statement, "SELECT coalesce(max(version), 0) FROM schema_version");
            for (int next = version; next < STEPS.size(); next++) {
                statement.execute(STEPS.get(next));
                statement.execute("INSERT INTO schema_version VALUES (" + (next + 1) + ")");
            }
            // Proves that this session may write, also where nothing was to be migrated.
            statement.execute("UPDATE health SET checked_at = now() WHERE id = 1");
            return STEPS.size();
        }
    }

    private static int number(Statement statement, String query) throws SQLException {
        try (ResultSet row = statement.executeQuery(query)) {
            row.next();
            return row.getInt(1);
        }
    }
}
