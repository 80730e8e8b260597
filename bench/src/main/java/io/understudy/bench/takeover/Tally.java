package io.understudy.bench.takeover;

import io.understudy.bench.Row;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What all runs found. */
final class Tally {

    private final Map<Scenario, List<Measured>> runs = new EnumMap<>(Scenario.class);

    void add(Scenario scenario, Measured measured) {
        runs.computeIfAbsent(scenario, _ -> new ArrayList<>()).add(measured);
    }

    boolean good() {
        return runs.values().stream().flatMap(List::stream).allMatch(Measured::good);
    }

    /** A row for each measure; one that some runs did not have counts those that had it. */
    List<Row> rows() {
        List<Row> rows = new ArrayList<>();
        runs.forEach((scenario, found) -> {
            Set<String> times = new LinkedHashSet<>();
            Set<String> counts = new LinkedHashSet<>();
            found.forEach(one -> times.addAll(one.times().keySet()));
            found.forEach(one -> counts.addAll(one.counts().keySet()));
            times.forEach(measure -> rows.add(ofTimes(scenario, measure, found)));
            counts.forEach(measure -> rows.add(ofCounts(scenario, measure, found)));
        });
        return rows;
    }

    private static Row ofTimes(Scenario scenario, String measure, List<Measured> found) {
        return Row.ofSeconds(
                scenario.title(),
                measure,
                found.stream()
                        .filter(one -> one.times().containsKey(measure))
                        .map(one -> one.times().get(measure))
                        .toList());
    }

    private static Row ofCounts(Scenario scenario, String measure, List<Measured> found) {
        return Row.of(
                scenario.title(),
                measure,
                "",
                found.stream()
                        .filter(one -> one.counts().containsKey(measure))
                        .map(one -> one.counts().get(measure).doubleValue())
                        .toList());
    }
}
