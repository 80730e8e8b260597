package io.understudy.demo.stage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;

/**
 * Tries to write to one PostgreSQL and no other, whatever it is at, all the time. What it was told
 * is committed it notes, with the moments between which that was done.
 */
final class Observer implements AutoCloseable {

    private static final Duration EVERY = Duration.ofMillis(50);
    private static final String READ_ONLY = "25006";
    private static final String INSERT =
            """
            INSERT INTO demo_rows (run, number, port, timeline)
            VALUES (?, ?, inet_server_port(),
                    ('x' || substr(pg_walfile_name(pg_current_wal_insert_lsn()), 1, 8))::bit(32)::int)
            RETURNING timeline
            """;

    private final int port;
    private final Path password;
    private final List<Commit> commits = new ArrayList<>();
    private final Thread writing;
    private volatile boolean closed;
    private long number;

    /**
     * A commit that was acknowledged.
     *
     * @param sent {@link System#nanoTime()} before the statement was sent
     * @param acknowledged and after its commit was acknowledged
     */
    record Commit(long number, int timeline, long sent, long acknowledged) {}

    Observer(StageNode node, Path password) {
        this.port = node.ports().database();
        this.password = password;
        this.writing = Thread.ofPlatform().name("observer").daemon().start(this::write);
    }

    private String run() {
        return "observer-" + port;
    }

    private void write() {
        while (!closed) {
            try (Connection connection = connect(port)) {
                connection.setAutoCommit(false);
                while (!closed && tries(connection)) {
                    LockSupport.parkNanos(EVERY.toNanos());
                }
            } catch (SQLException | IOException _) {
                // It does not run, or has just ended: that is no commit.
            }
            LockSupport.parkNanos(EVERY.toNanos());
        }
    }

    /** Whether the connection is still good. */
    private boolean tries(Connection connection) throws SQLException {
        number++;
        long sent = System.nanoTime();
        int timeline;
        try (PreparedStatement insert = connection.prepareStatement(INSERT)) {
            insert.setString(1, run());
            insert.setLong(2, number);
            try (ResultSet row = insert.executeQuery()) {
                row.next();
                timeline = row.getInt(1);
            }
        } catch (SQLException e) {
            connection.rollback();
            return READ_ONLY.equals(e.getSQLState());
        }
        connection.commit();
        if (connection.getWarnings() != null) {
            // Committed there alone: nobody was told that it is safe.
            return false;
        }
        note(new Commit(number, timeline, sent, System.nanoTime()));
        return true;
    }

    private synchronized void note(Commit commit) {
        commits.add(commit);
    }

    synchronized List<Commit> commits() {
        return List.copyOf(commits);
    }

    /**
     * Of the rows acknowledged until now those that the PostgreSQL at that port does not have. What
     * is acknowledged while it is asked is none of them: it goes on writing.
     */
    List<Long> missing(int at) throws SQLException, IOException {
        List<Commit> acknowledged = commits();
        Set<Long> there = new HashSet<>();
        try (Connection connection = connect(at);
                PreparedStatement select =
                        connection.prepareStatement("SELECT number FROM demo_rows WHERE run = ?")) {
            select.setString(1, run());
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    there.add(rows.getLong(1));
                }
            }
        }
        return acknowledged.stream()
                .map(Commit::number)
                .filter(row -> !there.contains(row))
                .toList();
    }

    /**
     * What only two that take writes at once can explain: a commit that was asked for after the
     * other had acknowledged one of a later timeline, and was acknowledged all the same.
     */
    static List<String> contradictions(Observer one, Observer other) {
        List<String> found = new ArrayList<>();
        List<Commit> later = other.commits();
        for (Commit commit : one.commits()) {
            later.stream()
                    .filter(seen -> seen.timeline() >= commit.timeline())
                    .filter(seen -> seen.acknowledged() < commit.sent())
                    .findFirst()
                    .ifPresent(seen ->
                            found.add(
                                    "%d acknowledged %s after %d had acknowledged %s"
                                            .formatted(one.port, commit, other.port, seen)));
        }
        return found;
    }

    private Connection connect(int to) throws SQLException, IOException {
        var properties = new Properties();
        properties.setProperty("user", Scenery.ROLE);
        properties.setProperty("password", Files.readString(password).strip());
        properties.setProperty("connectTimeout", "1");
        properties.setProperty("loginTimeout", "2");
        properties.setProperty("socketTimeout", "5");
        return DriverManager.getConnection(
                "jdbc:postgresql://127.0.0.1:%d/%s".formatted(to, Scenery.DATABASE), properties);
    }

    @Override
    public void close() {
        closed = true;
        try {
            writing.join();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
