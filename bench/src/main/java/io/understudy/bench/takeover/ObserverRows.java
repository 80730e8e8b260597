package io.understudy.bench.takeover;

import io.understudy.demo.stage.Scenery;
import io.understudy.demo.stage.Stage;
import io.understudy.demo.stage.StageNode;
import java.io.IOException;
import java.nio.file.Files;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashSet;
import java.util.Properties;
import java.util.Set;

/** The observer's table, by connections to one node alone. */
final class ObserverRows {

    private final Stage stage;
    private final String run;

    /**
     * @param run names these rows
     */
    ObserverRows(Stage stage, String run) {
        this.stage = stage;
        this.run = run;
    }

    /** Connects to that node, whatever it is; waits for a frozen one for longer than one is. */
    Connection connect(StageNode node) throws SQLException {
        var properties = new Properties();
        properties.setProperty("user", Scenery.ROLE);
        properties.setProperty("password", password());
        properties.setProperty("connectTimeout", "2");
        properties.setProperty("loginTimeout", "0");
        properties.setProperty("socketTimeout", "30");
        properties.setProperty("ApplicationName", "observer");
        return DriverManager.getConnection(
                "jdbc:postgresql://127.0.0.1:%d/%s"
                        .formatted(node.ports().database(), Scenery.DATABASE),
                properties);
    }

    void prepare(StageNode primary) throws SQLException {
        try (Connection connection = connect(primary);
                Statement statement = connection.createStatement()) {
            statement.execute(
                    """
                    CREATE TABLE IF NOT EXISTS observer_rows (
                        run text, number bigint, PRIMARY KEY (run, number))
                    """);
        }
    }

    void insert(Connection connection, long number) throws SQLException {
        try (PreparedStatement insert =
                connection.prepareStatement("INSERT INTO observer_rows VALUES (?, ?)")) {
            insert.setString(1, run);
            insert.setLong(2, number);
            insert.executeUpdate();
        }
    }

    Set<Long> numbers(StageNode node) throws SQLException {
        Set<Long> numbers = new HashSet<>();
        try (Connection connection = connect(node);
                PreparedStatement select =
                        connection.prepareStatement(
                                "SELECT number FROM observer_rows WHERE run = ?")) {
            select.setString(1, run);
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    numbers.add(rows.getLong(1));
                }
            }
        }
        return numbers;
    }

    private String password() throws SQLException {
        try {
            return Files.readString(stage.password()).strip();
        } catch (IOException e) {
            throw new SQLException("needed the password in " + stage.password(), e);
        }
    }
}
