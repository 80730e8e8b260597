package io.understudy.bench;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Duration;
import java.util.List;

/**
 * What was measured of one thing.
 *
 * @param scenario under which circumstances
 * @param measure what of it
 * @param unit of the three figures
 * @param runs how often
 */
public record Row(
        @JsonProperty("case") String scenario,
        String measure,
        String unit,
        int runs,
        double min,
        double median,
        double max) {

    /**
     * In seconds, to the millisecond.
     *
     * @param durations at least one
     */
    public static Row ofSeconds(String scenario, String measure, List<Duration> durations) {
        return of(
                scenario,
                measure,
                "s",
                durations.stream().map(duration -> duration.toMillis() / 1000.0).toList());
    }

    /**
     * In any unit.
     *
     * @param values at least one
     */
    public static Row of(String scenario, String measure, String unit, List<Double> values) {
        List<Double> sorted = values.stream().sorted().toList();
        int size = sorted.size();
        double twoMiddle = sorted.get((size - 1) / 2) + sorted.get(size / 2);
        return new Row(
                scenario,
                measure,
                unit,
                size,
                rounded(sorted.getFirst()),
                rounded(twoMiddle / 2),
                rounded(sorted.getLast()));
    }

    private static double rounded(double value) {
        return Math.round(value * 10_000) / 10_000.0;
    }
}
