package io.understudy.demo.server;

import java.io.IOException;
import java.nio.file.Files;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Properties;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** A few connections to the database, made when needed and left at the first error. */
final class Connections {

    private static final Duration WAIT = Duration.ofSeconds(2);

    private final PipelineSettings.DatabaseAddress address;
    private final Semaphore free;
    private final ConcurrentLinkedQueue<Connection> idle = new ConcurrentLinkedQueue<>();

    Connections(PipelineSettings.DatabaseAddress address, int most) {
        this.address = address;
        this.free = new Semaphore(most);
    }

    /** What is done in one transaction. */
    @FunctionalInterface
    interface Work<T> {
        T with(Connection connection) throws SQLException;
    }

    /**
     * Runs the work and commits it; what it returns is durable then.
     *
     * @throws SQLException when it is not known to be
     */
    <T> T inTransaction(Work<T> work) throws SQLException, InterruptedException {
        if (!free.tryAcquire(WAIT.toMillis(), TimeUnit.MILLISECONDS)) {
            throw new SQLException("all connections to the database are waiting for it");
        }
        try {
            Connection kept = idle.poll();
            Connection connection = kept == null ? open() : kept;
            try {
                T result = work.with(connection);
                connection.commit();
                idle.add(connection);
                return result;
            } catch (SQLException | RuntimeException e) {
                // The server behind it may have gone, and with it every idle connection.
                connection.close();
                closeIdle();
                throw e;
            }
        } finally {
            free.release();
        }
    }

    private Connection open() throws SQLException {
        var properties = new Properties();
        properties.setProperty("user", address.user());
        properties.setProperty("password", password());
        properties.setProperty("connectTimeout", "2");
        properties.setProperty("socketTimeout", "10");
        properties.setProperty("ApplicationName", "pipeline-server");
        Connection connection = DriverManager.getConnection(address.url(), properties);
        connection.setAutoCommit(false);
        return connection;
    }

    private String password() throws SQLException {
        try {
            return Files.readString(address.passwordFile()).strip();
        } catch (IOException e) {
            throw new SQLException(
                    "needed the password in %s, could not read it"
                            .formatted(address.passwordFile()),
                    e);
        }
    }

    private void closeIdle() throws SQLException {
        for (Connection one = idle.poll(); one != null; one = idle.poll()) {
            one.close();
        }
    }
}
