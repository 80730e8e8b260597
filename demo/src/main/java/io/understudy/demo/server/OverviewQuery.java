package io.understudy.demo.server;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads from the database what the overview shows. */
final class OverviewQuery {

    private static final int SHOWN = 40;

    private OverviewQuery() {}

    static Overview.Counts counts(Connection connection) throws SQLException {
        try (PreparedStatement select =
                        connection.prepareStatement(
                                """
                                SELECT count(*) FILTER (WHERE state = 'waiting'),
                                    count(*) FILTER (WHERE state = 'running'),
                                    count(*) FILTER (WHERE state = 'done'),
                                    coalesce(sum(resumed), 0),
                                    coalesce(sum(greatest(attempt - 1, 0)), 0),
                                    (SELECT count(*) FROM lost)
                                FROM builds
                                """);
                ResultSet row = select.executeQuery()) {
            row.next();
            return new Overview.Counts(
                    row.getLong(1),
                    row.getLong(2),
                    row.getLong(3),
                    row.getLong(4),
                    row.getLong(5),
                    row.getLong(6));
        }
    }

    static List<Overview.Row> latest(Connection connection) throws SQLException {
        try (PreparedStatement select =
                        connection.prepareStatement(
                                """
                                SELECT b.id, p.name, b.number, b.state, b.attempt,
                                    coalesce(b.worker, ''), coalesce(b.epoch, 0), b.resumed,
                                    b.handed_at, b.finished_at
                                FROM builds b JOIN pipelines p ON p.id = b.pipeline
                                ORDER BY b.id DESC LIMIT %d
                                """
                                        .formatted(SHOWN));
                ResultSet rows = select.executeQuery()) {
            var found = new ArrayList<Overview.Row>();
            while (rows.next()) {
                found.add(
                        new Overview.Row(
                                rows.getLong(1),
                                rows.getString(2),
                                rows.getLong(3),
                                rows.getString(4),
                                rows.getInt(5),
                                rows.getString(6),
                                rows.getLong(7),
                                rows.getInt(8),
                                instant(rows.getTimestamp(9)),
                                instant(rows.getTimestamp(10))));
            }
            return found;
        }
    }

    private static Optional<Instant> instant(@Nullable Timestamp time) {
        return Optional.ofNullable(time).map(Timestamp::toInstant);
    }
}
