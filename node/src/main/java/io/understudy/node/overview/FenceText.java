package io.understudy.node.overview;

import io.understudy.core.explain.FenceSentences;
import io.understudy.core.model.NodeId;
import io.understudy.node.api.FenceReport;
import io.understudy.node.api.FenceTrial;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** By what nodes make sure that others have stopped, as lines for a person. Pure. */
public final class FenceText {

    private static final Duration STALE = Duration.ofDays(30);
    private static final List<String> HEADER = List.of("BY", "STOPS", "METHOD", "TOOK", "RESULT");
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ssX").withZone(ZoneOffset.UTC);

    private FenceText() {}

    /** A table of what each node's test has brought. */
    public static List<String> tests(Map<NodeId, List<FenceTrial>> trials) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(HEADER);
        trials.forEach((by, all) ->
                all.forEach(trial ->
                        rows.add(
                                List.of(
                                        by.name(),
                                        trial.node().name(),
                                        trial.method(),
                                        trial.took().toMillis() + " ms",
                                        result(trial)))));
        return Table.lines(rows);
    }

    private static String result(FenceTrial trial) {
        return FenceSentences.unproved(trial.outcome())
                .map(why -> "not proved: " + why)
                .orElse("proved");
    }

    /** One line for each method against each node; none where only the daemons are asked. */
    static List<String> of(NodeId by, FenceReport report) {
        if (isUsual(report)) {
            return List.of();
        }
        return report.ways().stream()
                .map(way ->
                        "%s stops %s by %s: %s%s."
                                .formatted(
                                        by,
                                        way.node(),
                                        way.method(),
                                        way.test().map(FenceText::test).orElse("never tested"),
                                        way.said().map(said -> "; last, it " + said).orElse("")))
                .toList();
    }

    private static String test(FenceReport.Test test) {
        return "%s %s"
                .formatted(
                        test.why().isEmpty() ? "last proved" : "not proved",
                        TIME.format(test.at()));
    }

    /** What a person should do something about. */
    static List<String> warnings(NodeId by, FenceReport report, Instant now) {
        if (isUsual(report)) {
            return List.of();
        }
        List<String> warnings = new ArrayList<>();
        for (FenceReport.Way way : report.ways()) {
            trouble(way, now)
                    .ifPresent(trouble ->
                            warnings.add(
                                    "%s may not be able to stop %s by %s: %s. Type understudy fence test, which does no harm."
                                            .formatted(by, way.node(), way.method(), trouble)));
        }
        return warnings;
    }

    private static Optional<String> trouble(FenceReport.Way way, Instant now) {
        if (way.test().isEmpty()) {
            return Optional.of("that was never tested");
        }
        FenceReport.Test test = way.test().get();
        if (test.why().isPresent()) {
            return Optional.of("the last test did not prove it: " + test.why().get());
        }
        return Duration.between(test.at(), now).compareTo(STALE) < 0
                ? Optional.empty()
                : Optional.of("that was not tested for 30 days");
    }

    private static boolean isUsual(FenceReport report) {
        return !report.required()
                && report.ways().stream().allMatch(way -> way.method().equals("peer"));
    }
}
