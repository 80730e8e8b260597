package io.understudy.demo.stage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import java.util.Properties;

/** Who may do everything in the PostgreSQL of one node. */
record Superuser(StageNode node, Path password) {

    void run(String... statements) throws SQLException, IOException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    /** The one value of the one row. */
    String ask(String sql) throws SQLException, IOException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return String.valueOf(row.getString(1));
        }
    }

    /** Likewise; empty where it does not answer. */
    Optional<String> tryToAsk(String sql) {
        try {
            return Optional.of(ask(sql));
        } catch (SQLException | IOException _) {
            return Optional.empty();
        }
    }

    private Connection connect() throws SQLException, IOException {
        Properties properties = new Properties();
        properties.setProperty("user", Scenery.ROLE);
        properties.setProperty("password", Files.readString(password).strip());
        properties.setProperty("connectTimeout", "5");
        properties.setProperty("socketTimeout", "60");
        return DriverManager.getConnection(
                "jdbc:postgresql://127.0.0.1:%d/%s"
                        .formatted(node.ports().database(), Scenery.DATABASE),
                properties);
    }
}
