package io.understudy.node.postgres;

import java.io.IOException;
import java.io.InputStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import org.postgresql.Driver;

/**
 * One connection to a PostgreSQL, as Understudy's own role, over TLS. It is of the kind that
 * replication uses, for which PostgreSQL keeps places apart: it comes in when the application has
 * taken every ordinary one. For one thread at a time.
 */
final class Session implements AutoCloseable {

    private final Connection connection;

    private Session(Connection connection) {
        this.connection = connection;
    }

    static Session open(
            PostgresSettings.Access access, PostgresSettings.Address where, Deadline deadline)
            throws SQLException {
        return open(access, where, "postgres", deadline);
    }

    static Session open(
            PostgresSettings.Access access,
            PostgresSettings.Address where,
            String database,
            Deadline deadline)
            throws SQLException {
        requireValid(access);
        Properties properties = new Properties();
        properties.setProperty("user", access.role());
        properties.setProperty("password", password(access));
        properties.setProperty("sslmode", "verify-ca");
        properties.setProperty("sslfactory", ClusterSocketFactory.class.getName());
        properties.setProperty("sslcert", access.certificate().toString());
        properties.setProperty("sslkey", access.key().toString());
        properties.setProperty("sslrootcert", access.authorities().toString());
        properties.setProperty("gssEncMode", "disable");
        properties.setProperty("ApplicationName", "understudy");
        properties.setProperty("replication", "database");
        properties.setProperty("preferQueryMode", "simple");
        properties.setProperty("assumeMinServerVersion", "13");
        properties.setProperty("tcpKeepAlive", "true");
        // The driver's connecting thread goes on after the login's time: it is not to wait for
        // ever.
        properties.setProperty(
                "socketTimeout", String.valueOf(Math.ceilDiv(deadline.leftMillis(), 1000)));
        properties.setProperty("loginTimeout", String.valueOf(deadline.leftMillis() / 1000.0));
        Connection connection =
                new Driver()
                        .connect(
                                "jdbc:postgresql://%s:%d/%s"
                                        .formatted(
                                                bracketed(where.host()),
                                                where.port(),
                                                URLEncoder.encode(
                                                        database, StandardCharsets.UTF_8)),
                                properties);
        if (connection == null) {
            throw new SQLException("the driver did not take the address " + where);
        }
        return new Session(connection);
    }

    /** Rows as texts; what is null in a row is empty here. */
    List<List<Optional<String>>> rows(String sql, Deadline deadline) throws SQLException {
        connection.setNetworkTimeout(Runnable::run, (int) deadline.leftMillis());
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            return read(result);
        }
    }

    List<List<Optional<String>>> rows(String sql, String parameter, Deadline deadline)
            throws SQLException {
        connection.setNetworkTimeout(Runnable::run, (int) deadline.leftMillis());
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, parameter);
            try (ResultSet result = statement.executeQuery()) {
                return read(result);
            }
        }
    }

    List<Optional<String>> row(String sql, Deadline deadline) throws SQLException {
        List<List<Optional<String>>> rows = rows(sql, deadline);
        if (rows.size() != 1) {
            throw new SQLException("needed one row, found " + rows.size());
        }
        return rows.getFirst();
    }

    /** The one text of the one row; empty where it is null. */
    String text(String sql, Deadline deadline) throws SQLException {
        return row(sql, deadline).getFirst().orElse("");
    }

    boolean inRecovery(Deadline deadline) throws SQLException {
        return text("select pg_is_in_recovery()", deadline).equals("t");
    }

    void execute(String sql, Deadline deadline) throws SQLException {
        connection.setNetworkTimeout(Runnable::run, (int) deadline.leftMillis());
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @Override
    public void close() {
        try {
            connection.setNetworkTimeout(Runnable::run, 100);
            connection.close();
        } catch (SQLException _) {
            // It was of no use any more.
        }
    }

    private static List<List<Optional<String>>> read(ResultSet result) throws SQLException {
        int columns = result.getMetaData().getColumnCount();
        List<List<Optional<String>>> rows = new ArrayList<>();
        while (result.next()) {
            List<Optional<String>> row = new ArrayList<>(columns);
            for (int column = 1; column <= columns; column++) {
                row.add(Optional.ofNullable(result.getString(column)));
            }
            rows.add(row);
        }
        return rows;
    }

    /**
     * In TLS 1.3 the other side says only after the handshake that it does not like a certificate,
     * and what it says may be lost: so we look at our own first.
     */
    private static void requireValid(PostgresSettings.Access access) throws SQLException {
        try (InputStream in = Files.newInputStream(access.certificate())) {
            ((X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in))
                    .checkValidity();
        } catch (CertificateExpiredException e) {
            throw new SQLException("certificate_expired: " + access.certificate(), "28000", e);
        } catch (IOException | CertificateException e) {
            throw new SQLException(
                    "needed this node's certificate in "
                            + access.certificate()
                            + ", which can't be read: "
                            + e.getMessage(),
                    "28000",
                    e);
        }
    }

    private static String password(PostgresSettings.Access access) throws SQLException {
        try {
            return Files.readString(access.passwordFile()).strip();
        } catch (IOException e) {
            throw new SQLException(
                    "needed the password file "
                            + access.passwordFile()
                            + ", which can't be read; bring it from another node",
                    "28P01",
                    e);
        }
    }

    private static String bracketed(String host) {
        return host.contains(":") ? "[" + host + "]" : host;
    }
}
