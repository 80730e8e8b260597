package io.understudy.demo.stage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.locks.LockSupport;

/**
 * Tries to write to each carrier's PostgreSQL, whatever it is at, and notes what each of them
 * acknowledged. It knows of nothing else, so it tells for sure whether two accepted writes at once.
 */
final class BothSides implements AutoCloseable {

    private static final Duration EVERY = Duration.ofMillis(100);
    private static final int MOST_SEGMENTS = 40;
    private static final String INSERT =
            """
            INSERT INTO both_sides (port) VALUES (inet_server_port())
            RETURNING ('x' || substr(pg_walfile_name(pg_current_wal_insert_lsn()), 1, 8))::bit(32)::int
            """;

    private final Path password;
    private final List<Commit> commits = new ArrayList<>();
    private final List<Thread> writing = new ArrayList<>();
    private volatile boolean closed;

    /**
     * A commit that was acknowledged.
     *
     * @param sent {@link System#nanoTime()} before the statement was sent
     * @param acknowledged and after its commit was acknowledged
     */
    record Commit(StageNode node, int timeline, long sent, long acknowledged) {

        /** Whether this one can only be of somebody who served after a later one did. */
        boolean follows(Commit later) {
            return !node.equals(later.node)
                    && timeline < later.timeline
                    && sent > later.acknowledged;
        }
    }

    BothSides(List<StageNode> carriers, Path password) {
        this.password = password;
        carriers.forEach(node ->
                writing.add(
                        Thread.ofPlatform()
                                .name("observer-" + node.id())
                                .daemon()
                                .start(() -> write(node))));
    }

    private void write(StageNode node) {
        while (!closed) {
            try (Connection connection = connect(node)) {
                while (!closed) {
                    writeRow(node, connection);
                    LockSupport.parkNanos(EVERY.toNanos());
                }
            } catch (SQLException | IOException _) {
                // It does not run, is a standby, or has just ended: that is no commit.
            }
            LockSupport.parkNanos(EVERY.toNanos());
        }
    }

    private void writeRow(StageNode node, Connection connection) throws SQLException {
        long sent = System.nanoTime();
        int timeline;
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(INSERT)) {
            row.next();
            timeline = row.getInt(1);
        }
        connection.commit();
        if (connection.getWarnings() == null) {
            note(new Commit(node, timeline, sent, System.nanoTime()));
        }
    }

    private synchronized void note(Commit commit) {
        commits.add(commit);
    }

    /** Those that were acknowledged by one side although the other had served since. */
    synchronized List<Commit> contradictions() {
        return commits.stream()
                .filter(commit -> commits.stream().anyMatch(commit::follows))
                .toList();
    }

    /** Until that fails. */
    void switchSegments(StageNode node) throws IOException {
        try (Connection connection = connect(node)) {
            for (int i = 0; i < MOST_SEGMENTS; i++) {
                writeRow(node, connection);
                try (Statement statement = connection.createStatement()) {
                    statement.execute("SELECT pg_switch_wal()");
                }
                connection.commit();
            }
        } catch (SQLException e) {
            System.out.println(node.id() + "'s PostgreSQL takes no more: " + e.getMessage());
        }
    }

    private Connection connect(StageNode node) throws SQLException, IOException {
        Properties properties = new Properties();
        properties.setProperty("user", Scenery.ROLE);
        properties.setProperty("password", Files.readString(password).strip());
        properties.setProperty("targetServerType", "primary");
        properties.setProperty("hostRecheckSeconds", "0");
        properties.setProperty("connectTimeout", "1");
        properties.setProperty("socketTimeout", "2");
        Connection connection =
                DriverManager.getConnection(
                        "jdbc:postgresql://127.0.0.1:%d/%s"
                                .formatted(node.ports().database(), Scenery.DATABASE),
                        properties);
        connection.setAutoCommit(false);
        try (Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE IF NOT EXISTS both_sides (port int NOT NULL)");
        }
        connection.commit();
        return connection;
    }

    @Override
    public void close() {
        closed = true;
        for (Thread thread : writing) {
            LockSupport.unpark(thread);
            try {
                thread.join();
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
