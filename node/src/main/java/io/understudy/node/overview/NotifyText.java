package io.understudy.node.overview;

import io.understudy.core.action.Outcome;
import io.understudy.core.model.NodeId;
import io.understudy.node.api.NotifyReport;
import io.understudy.node.api.NotifyTrial;
import io.understudy.node.api.PastNotice;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Whom a node tells, and how that goes, for people. Pure. */
public final class NotifyText {

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss'Z'", Locale.ROOT)
                    .withZone(ZoneOffset.UTC);

    /** All of them are of the cluster that was asked. */
    private static final Pattern CLUSTER = Pattern.compile("^\\[[^\\]]*\\] ");

    private NotifyText() {}

    /** A line for each channel. */
    public static List<String> tests(List<NotifyTrial> trials) {
        return Table.lines(
                trials.stream().map(trial -> List.of(trial.channel(), result(trial))).toList());
    }

    /** A line for each notice of all those nodes and each of its receivers, oldest first. */
    public static List<String> past(Map<NodeId, List<PastNotice>> told) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("TIME", "NODE", "NOTICE", "TO", "WHAT BECAME OF IT"));
        told.entrySet().stream()
                .flatMap(node -> node.getValue().stream().map(one -> Map.entry(node.getKey(), one)))
                .sorted(Comparator.comparing(entry -> entry.getValue().at()))
                .forEach(entry -> rows.addAll(rows(entry.getKey(), entry.getValue())));
        return Table.lines(rows);
    }

    private static List<List<String>> rows(NodeId node, PastNotice notice) {
        List<String> what =
                List.of(
                        TIME.format(notice.at()),
                        node.name(),
                        CLUSTER.matcher(notice.subject()).replaceFirst(""));
        if (notice.receivers().isEmpty()) {
            return List.of(row(what, "-", "no channel is for it"));
        }
        List<List<String>> rows = new ArrayList<>();
        for (PastNotice.Receiver receiver : notice.receivers()) {
            rows.add(
                    row(
                            rows.isEmpty() ? what : List.of("", "", ""),
                            receiver.channel(),
                            fate(notice, receiver)));
        }
        return rows;
    }

    private static List<String> row(List<String> what, String receiver, String fate) {
        return Stream.concat(what.stream(), Stream.of(receiver, fate)).toList();
    }

    private static String fate(PastNotice notice, PastNotice.Receiver receiver) {
        String tries = receiver.tries() == 1 ? "1 try" : receiver.tries() + " tries";
        String why = receiver.why().map(words -> ": " + words).orElse("");
        return switch (receiver.fate()) {
            case DELIVERED ->
                    "delivered after %s, %s"
                            .formatted(
                                    length(Duration.between(notice.at(), receiver.since())), tries);
            case WAITING -> receiver.tries() == 0 ? "waits" : "waits, after " + tries + why;
            case GIVEN_UP -> "given up, after " + tries + why;
        };
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
