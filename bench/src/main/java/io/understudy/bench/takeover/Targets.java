package io.understudy.bench.takeover;

import io.understudy.bench.Row;
import io.understudy.demo.stage.MoveWatch;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What is promised of these figures. */
final class Targets {

    private record Target(String scenario, String measure, double most) {}

    private static final List<Target> MEDIANS =
            List.of(
                    new Target(Scenario.KILL.title(), MoveWatch.FIRST_COMMIT, 2.2),
                    new Target(Scenario.KILL_WITH_LEADER.title(), MoveWatch.FIRST_COMMIT, 2.8),
                    new Target(Scenario.FREEZE.title(), MoveWatch.FIRST_COMMIT, 2.2),
                    new Target(Scenario.SWITCHOVER.title(), Measured.LONGEST_GAP, 0.8));

    private static final List<String> IDLE = List.of(IdleUse.SILENT, IdleUse.BESIDE_LOAD);
    private static final double MOST_IDLE = 1;

    private Targets() {}

    /** One line for each. */
    static List<String> lines(List<Row> rows) {
        List<String> lines = new ArrayList<>();
        for (Target target : MEDIANS) {
            rows.stream()
                    .filter(row ->
                            row.scenario().equals(target.scenario())
                                    && row.measure().equals(target.measure()))
                    .forEach(row -> lines.add(line(row, target.most())));
        }
        rows.stream()
                .filter(row -> IDLE.contains(row.scenario()))
                .filter(row -> row.measure().startsWith("daemon"))
                .forEach(row -> lines.add(line(row, MOST_IDLE)));
        return lines;
    }

    private static String line(Row row, double most) {
        return String.format(
                Locale.ROOT,
                "%-7s %s: %s: median %.3f %s, at most %.1f %s",
                row.median() <= most ? "reached" : "MISSED",
                row.scenario(),
                row.measure(),
                row.median(),
                row.unit(),
                most,
                row.unit());
    }
}
