package io.understudy.node.overview;

import io.understudy.node.api.DatabaseReport;
import io.understudy.node.api.FollowerReport;
import io.understudy.node.api.LogReport;
import io.understudy.node.api.NodeReport;
import io.understudy.node.api.ServerReport;
import java.util.ArrayList;
import java.util.List;

/** All nodes as a table, with a line for each. Pure. */
final class StatusTable {

    private static final String NOTHING = "-";
    private static final List<String> HEADER =
            List.of("NODE", "ROLE", "EPOCH", "DATABASE", "LAG", "SERVER", "LEASE", "WHAT");

    private final Paint paint;

    StatusTable(Paint paint) {
        this.paint = paint;
    }

    List<String> of(Overview overview) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(HEADER);
        for (Sighting sighting : overview.sightings()) {
            rows.add(
                    sighting.report()
                            .map(report -> row(report, overview))
                            .orElseGet(() -> silentRow(sighting)));
        }
        List<String> lines = new ArrayList<>(Table.lines(rows));
        lines.set(0, paint.strong(lines.getFirst()));
        for (int i = 0; i < overview.sightings().size(); i++) {
            lines.set(i + 1, coloured(overview.sightings().get(i), lines.get(i + 1)));
        }
        return lines;
    }

    private String coloured(Sighting sighting, String line) {
        return sighting.report()
                .map(report ->
                        switch (report.standing().role()) {
                            case ACTIVE -> paint.good(line);
                            case STANDBY, WITNESS -> line;
                            case HALTED -> paint.bad(line);
                            case STARTING,
                                    ADOPTING,
                                    REPAIRING,
                                    CONTENDING,
                                    FENCING,
                                    PROMOTING,
                                    CEDING,
                                    STOPPING,
                                    WAITING ->
                                    paint.notable(line);
                        })
                .orElseGet(() -> paint.bad(line));
    }

    private static List<String> row(NodeReport report, Overview overview) {
        return List.of(
                report.about().node().name(),
                StatusText.word(report.standing().role()),
                report.standing().epochSeen().toString(),
                report.database().map(StatusTable::database).orElse(NOTHING),
                report.database()
                        .flatMap(_ -> overview.follower(report.about().node()))
                        .map(StatusTable::lag)
                        .orElse(NOTHING),
                report.server().map(ServerReport::state).orElse(NOTHING),
                report.standing().leaseLeft().map(Amounts::duration).orElse(NOTHING),
                report.standing().sentence());
    }

    private static List<String> silentRow(Sighting sighting) {
        return List.of(
                sighting.node().name(),
                "silent",
                NOTHING,
                NOTHING,
                NOTHING,
                NOTHING,
                NOTHING,
                sighting.silence().orElse(""));
    }

    private static String database(DatabaseReport database) {
        boolean standby = database.state().equals("standby");
        boolean streaming = database.log().filter(LogReport::streaming).isPresent();
        return standby ? (streaming ? "streaming" : "not streaming") : database.state();
    }

    private static String lag(FollowerReport follower) {
        return Amounts.bytes(follower.lagBytes())
                + follower.lag().map(lag -> ", " + Amounts.duration(lag)).orElse("");
    }
}
