package io.understudy.node.overview;

import io.understudy.core.action.Outcome;
import io.understudy.core.model.NodeId;
import io.understudy.node.api.NotifyReport;
import io.understudy.node.api.NotifyTrial;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** Whom a node tells, and how that goes, for people. Pure. */
public final class NotifyText {

    private NotifyText() {}

    /** A line for each channel. */
    public static List<String> tests(List<NotifyTrial> trials) {
        return Table.lines(
                trials.stream().map(trial -> List.of(trial.channel(), result(trial))).toList());
    }

    private static String result(NotifyTrial trial) {
        return switch (trial.outcome()) {
            case Outcome.Done() ->
                    String.format(
                            Locale.ROOT, "delivered in %.1f s", trial.took().toMillis() / 1e3);
            case Outcome.Refused(String why) -> "refused: " + why;
            case Outcome.Failed(String why) -> "failed: " + why;
            case Outcome.NotYet(String why) -> "failed: " + why;
            case Outcome.Unknown(String why) -> "failed: " + why;
        };
    }

    static List<String> warnings(NodeId node, NotifyReport report, Instant now) {
        return report.channels().stream().flatMap(channel -> warning(node, channel, now)).toList();
    }

    private static Stream<String> warning(NodeId node, NotifyReport.Channel channel, Instant now) {
        return channel.failing().stream()
                .map(failing ->
                        "%s's notices don't reach %s for %s (%d waiting): %s. When it is mended type on %s: understudy notify test --channel %s"
                                .formatted(
                                        node,
                                        channel.name(),
                                        length(Duration.between(failing.since(), now)),
                                        channel.waiting(),
                                        failing.why(),
                                        node,
                                        channel.name()));
    }

    private static String length(Duration length) {
        if (length.toMinutes() < 2) {
            return Math.max(0, length.toSeconds()) + " s";
        }
        return length.toHours() < 2 ? length.toMinutes() + " min" : length.toHours() + " h";
    }
}
