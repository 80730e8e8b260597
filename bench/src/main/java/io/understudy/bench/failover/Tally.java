package io.understudy.bench.failover;

import io.understudy.bench.Row;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** What all runs found. */
final class Tally {

    static final String GAP = "longest gap of commits";
    static final String ALONE = "Buildbot beside, its start";
    static final String ANSWERS = "Buildbot answers";
    static final String ANSWERS_LATER = "that after the first commit";
    static final String WORKERS = "last worker back";
    static final String BUILT = "next build finished";
    static final String BUILT_AT_HOME = "a build afterwards";
    static final String BUILT_LATER = "that after Buildbot answers";

    private static final Duration MOST_TO_BUILD = Duration.ofSeconds(10);

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
        for (Blow blow : times.keySet()) {
            line(blow, GAP, Optional.of(seconds(blow.most())), "").ifPresent(lines::add);
            if (blow.isLoss()) {
                line(blow, ANSWERS_LATER, median(blow, ALONE), ", its own start")
                        .ifPresent(lines::add);
                line(blow, BUILT_LATER, Optional.of(seconds(MOST_TO_BUILD)), "")
                        .ifPresent(lines::add);
            }
        }
        return lines;
    }

    private Optional<String> line(Blow blow, String measure, Optional<Double> most, String why) {
        Optional<Double> median = median(blow, measure);
        if (median.isEmpty() || most.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(
                String.format(
                        Locale.ROOT,
                        "%-7s %s: %s: median %.3f s, at most %.3f s%s",
                        median.get() <= most.get() ? "reached" : "MISSED",
                        blow.title(),
                        measure,
                        median.get(),
                        most.get(),
                        why));
    }

    private Optional<Double> median(Blow blow, String measure) {
        return Optional.ofNullable(times.get(blow))
                .flatMap(measures -> Optional.ofNullable(measures.get(measure)))
                .map(found -> Row.ofSeconds(blow.title(), measure, found).median());
    }

    private static double seconds(Duration duration) {
        return duration.toMillis() / 1e3;
    }
}
