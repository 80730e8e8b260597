package io.understudy.node.api;

import io.understudy.core.model.NodeId;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a node has kept of the last hours, in few points: of each step the least, the mean and the
 * most of what was measured every 10 s.
 *
 * @param from when it begins, in seconds since 1970, by the node's clock
 * @param to when it ends
 * @param stepSeconds how long a step is
 * @param unreadable so many samples on the disk were damaged, and are left out
 * @param trouble why nothing is kept now, if so; one sentence
 */
public record TrendReport(
        NodeId node,
        long from,
        long to,
        int stepSeconds,
        int unreadable,
        Optional<String> trouble,
        List<Series> series) {

    /** More would not be seen on a screen. */
    public static final int MOST_POINTS = 360;

    private static final Pattern HOURS = Pattern.compile("hours=([1-9]|1[0-9]|2[0-4])");

    public TrendReport {
        series = List.copyOf(series);
    }

    /** Of a node that keeps nothing. */
    public static TrendReport nothing(NodeId node) {
        return new TrendReport(node, 0, 0, 10, 0, Optional.empty(), List.of());
    }

    /** How many hours that question is about; empty where it is none. */
    static Optional<Integer> hoursIn(String query) {
        Matcher hours = HOURS.matcher(query);
        return hours.matches() ? Optional.of(Integer.valueOf(hours.group(1))) : Optional.empty();
    }

    /**
     * One measure; steps in which nothing was measured are not there.
     *
     * @param at the number of each step since {@code from}, rising
     */
    public record Series(
            Measure measure,
            List<Integer> at,
            List<Double> least,
            List<Double> mean,
            List<Double> most) {
        public Series {
            at = List.copyOf(at);
            least = List.copyOf(least);
            mean = List.copyOf(mean);
            most = List.copyOf(most);
        }
    }
}
