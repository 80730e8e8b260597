package io.understudy.demo.client;

import java.io.IOException;
import java.nio.file.Files;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Writes numbered rows, one after the other, to whichever of several PostgreSQL servers is primary,
 * and knows afterwards which acknowledged rows are missing.
 *
 * <p>Each row is a transaction of its own with an explicit commit: a statement's success in
 * autocommit proves less, since a statement that was cancelled while it waited for a standby may
 * report success. A commit that answers with a warning is of unknown outcome for the same reason. A
 * number is never sent twice, whatever came of it.
 *
 * <p>{@link #start} and {@link #stop} are for one thread; the others may be called by any.
 */
public final class RowWriter {

    private static final int MOST_ROWS = 2_000_000;
    private static final Duration VERIFY_WITHIN = Duration.ofSeconds(30);
    private static final Duration VERIFY_EVERY = Duration.ofMillis(100);
    private static final String INSERT =
            """
            INSERT INTO demo_rows (run, number, port, timeline)
            VALUES (?, ?, inet_server_port(),
                    ('x' || substr(pg_walfile_name(pg_current_wal_insert_lsn()), 1, 8))::bit(32)::int)
            RETURNING current_setting('cluster_name'), port, timeline
            """;

    private final RowWriterSettings settings;
    private final Consumer<Acknowledged> told;
    private final Notebook notebook = new Notebook();
    private volatile boolean stopping;
    private @Nullable Thread writing;

    public RowWriter(RowWriterSettings settings) {
        this(settings, _ -> {});
    }

    /**
     * One that tells of each row as soon as it is acknowledged.
     *
     * @param told called by the thread that writes, which waits for it
     */
    public RowWriter(RowWriterSettings settings, Consumer<Acknowledged> told) {
        this.settings = settings;
        this.told = told;
    }

    /** Begins to write in a thread of its own; the table is made where it is missing. */
    public void start() {
        if (writing != null) {
            throw new IllegalStateException("a row writer is started once");
        }
        writing = Thread.ofPlatform().name("row-writer").daemon().start(this::writeUntilStopped);
    }

    /** Ends the writing; returns once the row under way has its outcome, a few seconds at most. */
    public void stop() throws InterruptedException {
        stopping = true;
        if (writing != null) {
            LockSupport.unpark(writing);
            writing.join();
        }
    }

    /** The rows acknowledged so far, in order. */
    public List<Acknowledged> acknowledged() {
        return notebook.acknowledged();
    }

    /** The latest row that was acknowledged. */
    public Optional<Acknowledged> lastAcknowledged() {
        return notebook.last();
    }

    /**
     * The first row that was acknowledged after that moment.
     *
     * @param nanos a {@link System#nanoTime()} of this process
     */
    public Optional<Acknowledged> firstAcknowledgedAfter(long nanos) {
        return notebook.firstAfter(nanos);
    }

    /**
     * Compares with the table, and sums up; to be called after {@link #stop}. Waits up to 30 s for
     * a primary.
     */
    public RowReport report() throws InterruptedException {
        return notebook.report(verify());
    }

    /** Sums up while it writes; that says nothing yet of what the table has. */
    public RowReport soFar() {
        return notebook.report(new Verification.NotVerified("The rows are still being written."));
    }

    /**
     * Which of the rows that are acknowledged by now the table does not have, while it writes;
     * empty where no primary lets it read. Blocks for as long as a connection takes.
     */
    public Optional<List<Long>> missing() {
        List<Long> now = notebook.acknowledged().stream().map(Acknowledged::number).toList();
        try (Connection connection = connect()) {
            Set<Long> there = numbers(connection);
            return Optional.of(now.stream().filter(number -> !there.contains(number)).toList());
        } catch (SQLException | IOException _) {
            return Optional.empty();
        }
    }

    private void writeUntilStopped() {
        long number = 1;
        while (!stopping && number <= MOST_ROWS) {
            try (Connection connection = connect()) {
                prepareTable(connection);
                number = writeRows(connection, number);
            } catch (SQLException | IOException _) {
                // Connecting or preparing failed, and no row was under way: try the next host.
                pause(settings.patience().afterError());
            }
        }
    }

    /** Writes until stopped or until something fails; returns the next number never sent. */
    private long writeRows(Connection connection, long first) {
        long number = first;
        try (PreparedStatement insert = connection.prepareStatement(INSERT)) {
            while (!stopping && number <= MOST_ROWS) {
                long begin = System.nanoTime();
                if (!write(connection, insert, number++)) {
                    return number;
                }
                pause(settings.every().minusNanos(System.nanoTime() - begin));
            }
        } catch (SQLException _) {
            // The statement could not be made or closed: no row was under way.
            pause(settings.patience().afterError());
        }
        return number;
    }

    /** Writes one row; false when the connection is to be left. */
    private boolean write(Connection connection, PreparedStatement insert, long number) {
        Source source;
        long sent = System.nanoTime();
        try {
            connection.clearWarnings();
            source = insert(insert, number);
        } catch (SQLException _) {
            // The commit was never sent, so the row is certainly not there.
            notebook.failed();
            return false;
        }
        try {
            connection.commit();
            if (connection.getWarnings() != null) {
                // Committed here alone: the server stopped waiting for its standby.
                notebook.unknown(number);
                return false;
            }
        } catch (SQLException _) {
            notebook.unknown(number);
            return false;
        }
        Acknowledged row =
                new Acknowledged(
                        number, sent, System.nanoTime(), System.currentTimeMillis(), source);
        notebook.acknowledged(row);
        told.accept(row);
        return true;
    }

    private Source insert(PreparedStatement insert, long number) throws SQLException {
        insert.setString(1, settings.run());
        insert.setLong(2, number);
        try (ResultSet row = insert.executeQuery()) {
            row.next();
            return new Source(row.getString(1), row.getInt(2), row.getInt(3));
        }
    }

    private Verification verify() throws InterruptedException {
        long begin = System.nanoTime();
        String why = "no attempt was made";
        while (System.nanoTime() - begin < VERIFY_WITHIN.toNanos()) {
            try (Connection connection = connect()) {
                return notebook.compare(numbers(connection));
            } catch (SQLException | IOException e) {
                why = String.valueOf(e.getMessage());
            }
            Thread.sleep(VERIFY_EVERY);
        }
        return new Verification.NotVerified(
                "Needed to read the rows back, but no primary let me within %d s: %s"
                        .formatted(VERIFY_WITHIN.toSeconds(), why));
    }

    private Set<Long> numbers(Connection connection) throws SQLException {
        var found = new HashSet<Long>();
        try (PreparedStatement select =
                connection.prepareStatement("SELECT number FROM demo_rows WHERE run = ?")) {
            select.setString(1, settings.run());
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    found.add(rows.getLong(1));
                }
            }
        }
        connection.rollback();
        return found;
    }

    private static void prepareTable(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            // Asked first, so that a reconnect takes no lock and writes nothing.
            try (ResultSet row = statement.executeQuery("SELECT to_regclass('demo_rows')")) {
                if (row.next() && row.getString(1) != null) {
                    connection.rollback();
                    return;
                }
            }
            statement.execute(
                    """
                    CREATE TABLE IF NOT EXISTS demo_rows (
                        run text, number bigint, port int NOT NULL, timeline int NOT NULL,
                        written_at timestamptz NOT NULL DEFAULT now(),
                        PRIMARY KEY (run, number))
                    """);
        }
        connection.commit();
    }

    private Connection connect() throws SQLException, IOException {
        var properties = new Properties();
        properties.setProperty("user", settings.user());
        properties.setProperty("password", Files.readString(settings.passwordFile()).strip());
        properties.setProperty("targetServerType", "primary");
        properties.setProperty("loginTimeout", "0");
        // Without one it reads on when a socket says that it has waited long enough.
        properties.setProperty("socketTimeout", "1");
        properties.setProperty("socketFactory", PatientSockets.class.getName());
        properties.setProperty("socketFactoryArg", PatientSockets.argument(settings.patience()));
        // A handshake for each try would cost two cores more than all else that is tried.
        properties.setProperty("sslmode", "disable");
        // A server that was a standby a moment ago may be the primary now: remember nothing.
        properties.setProperty("hostRecheckSeconds", "0");
        properties.setProperty("ApplicationName", "row-writer");
        String url =
                "jdbc:postgresql://%s/%s"
                        .formatted(String.join(",", settings.hosts()), settings.database());
        Connection connection = DriverManager.getConnection(url, properties);
        connection.setAutoCommit(false);
        return connection;
    }

    private void pause(Duration duration) {
        if (duration.isPositive() && !stopping) {
            LockSupport.parkNanos(duration.toNanos());
        }
    }
}
