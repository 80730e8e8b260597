package io.understudy.bench.failover;

import io.understudy.bench.Row;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What all runs found. */
final class Tally {

    static final String GAP = "longest gap of commits";

    private final Map<Blow, Map<String, List<Duration>>> times = new EnumMap<>(Blow.class);
    private long lost;
    private long twoWriters;

    void add(Blow blow, String measure, Duration time) {
        times.computeIfAbsent(blow, _ -> new LinkedHashMap<>())
                .computeIfAbsent(measure, _ -> new ArrayList<>())
                .add(time);
    }

    /** Over all runs until now. */
    void counts(long rowsLost, long rowsOfTwoWriters) {
        lost = rowsLost;
        twoWriters = rowsOfTwoWriters;
    }

    boolean good() {
        return lost == 0 && twoWriters == 0;
    }

    /** A row for each measure; one that some runs did not have counts those that had it. */
    List<Row> rows() {
        List<Row> rows = new ArrayList<>();
        times.forEach((blow, measures) ->
                measures.forEach(
                        (measure, found) -> rows.add(Row.ofSeconds(blow.title(), measure, found))));
        rows.add(Row.of("all", "acknowledged rows lost", "", List.of((double) lost)));
        rows.add(Row.of("all", "rows by a second writer", "", List.of((double) twoWriters)));
        return rows;
    }

    /** One line for each figure that is promised. */
    List<String> targets() {
        List<String> lines = new ArrayList<>();
        for (Row row : rows()) {
            for (Blow blow : Blow.values()) {
                if (row.scenario().equals(blow.title()) && row.measure().equals(GAP)) {
                    double most = blow.most().toMillis() / 1e3;
                    lines.add(
                            String.format(
                                    Locale.ROOT,
                                    "%-7s %s: %s: median %.3f s, at most %.1f s",
                                    row.median() <= most ? "reached" : "MISSED",
                                    row.scenario(),
                                    row.measure(),
                                    row.median(),
                                    most));
                }
            }
        }
        return lines;
    }
}
