package io.understudy.node.trend;

import io.understudy.node.api.Measure;
import io.understudy.node.api.TrendReport;
import java.util.ArrayList;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Many samples in few points. Pure.
 *
 * @param from the first second
 * @param to the second after the last
 * @param stepSeconds how long a step is
 */
record Condensed(long from, long to, int stepSeconds) {

    /** The last hours before that second, in whole steps of at least one sample each. */
    static Condensed last(int hours, long now) {
        int step =
                Math.max(
                        Ring.STEP_SECONDS,
                        Math.ceilDiv(hours * 3600, TrendReport.MOST_POINTS * Ring.STEP_SECONDS)
                                * Ring.STEP_SECONDS);
        long to = (Math.floorDiv(now, step) + 1) * step;
        return new Condensed(to - Math.ceilDiv(hours * 3600, step) * (long) step, to, step);
    }

    /**
     * Of any samples; those of another time are left out, as are those of a clock that was wrong.
     */
    List<TrendReport.Series> of(List<Sample> samples) {
        List<TrendReport.Series> all = new ArrayList<>();
        for (Measure measure : Measure.values()) {
            SortedMap<Integer, DoubleSummaryStatistics> steps = new TreeMap<>();
            for (Sample sample : samples) {
                Double value = sample.values().get(measure);
                if (value != null && sample.second() >= from && sample.second() < to) {
                    int step = Math.toIntExact((sample.second() - from) / stepSeconds);
                    steps.computeIfAbsent(step, _ -> new DoubleSummaryStatistics()).accept(value);
                }
            }
            if (!steps.isEmpty()) {
                all.add(series(measure, steps));
            }
        }
        return all;
    }

    private static TrendReport.Series series(
            Measure measure, SortedMap<Integer, DoubleSummaryStatistics> steps) {
        return new TrendReport.Series(
                measure,
                List.copyOf(steps.keySet()),
                steps.values().stream().map(step -> rounded(step.getMin())).toList(),
                steps.values().stream().map(step -> rounded(step.getAverage())).toList(),
                steps.values().stream().map(step -> rounded(step.getMax())).toList());
    }

    private static double rounded(double value) {
        return Math.round(value * 1e4) / 1e4;
    }
}
