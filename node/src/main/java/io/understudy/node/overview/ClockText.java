package io.understudy.node.overview;

import io.understudy.node.api.NodeReport;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;

/**
 * Whose wall clock is far from the others'. Nothing is decided by it; but the times of what
 * happened, certificates and tokens go by it. Pure.
 */
final class ClockText {

    /** More than the answers of one look can be apart. */
    private static final Duration FAR = Duration.ofSeconds(10);

    private ClockText() {}

    /** A line for each, beside the node whose clock is in the middle. */
    static List<String> warnings(List<NodeReport> reports) {
        if (reports.isEmpty()) {
            return List.of();
        }
        List<NodeReport> byTime =
                reports.stream()
                        .sorted(Comparator.comparing((NodeReport report) -> report.about().time()))
                        .toList();
        NodeReport middle = byTime.get(byTime.size() / 2);
        return reports.stream()
                .filter(report -> off(report, middle).abs().compareTo(FAR) > 0)
                .map(report -> sentence(report, middle))
                .toList();
    }

    private static String sentence(NodeReport report, NodeReport middle) {
        Duration off = off(report, middle);
        return "%s's clock is %s %s %s's: set the one that is wrong; the times of history, certificates and tokens go by it"
                .formatted(
                        report.about().node(),
                        Amounts.duration(off.abs()),
                        off.isNegative() ? "behind" : "ahead of",
                        middle.about().node());
    }

    private static Duration off(NodeReport report, NodeReport middle) {
        return Duration.between(middle.about().time(), report.about().time());
    }
}
