package io.understudy.cli;

import io.understudy.core.model.Epoch;
import io.understudy.node.api.Forecast;
import io.understudy.node.api.MoveReport;
import io.understudy.node.api.MoveReport.AtRisk;
import io.understudy.node.api.MoveReport.Kind;
import io.understudy.node.api.MoveReport.PhaseReport;
import io.understudy.node.api.MoveReport.Side;
import io.understudy.node.api.MoveReport.State;
import io.understudy.node.overview.Amounts;
import io.understudy.node.overview.Table;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Reports of moves as people read them. Pure. */
final class MoveText {

    private static final int WIDTH = 40;
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSSX").withZone(ZoneOffset.UTC);

    private MoveText() {}

    /** One line for each move, oldest first, by the node that knows most of it. */
    static List<String> list(List<MoveReport> reports) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("MOVE", "TIME", "KIND", "FROM", "TO", "TOOK", "PREDICTED", "OUTCOME"));
        Map<Epoch, MoveReport> moves = new TreeMap<>();
        reports.stream().sorted(knowingMost()).forEach(move -> moves.put(move.number(), move));
        moves.values().forEach(move -> rows.add(row(move)));
        return Table.lines(rows);
    }

    /** The one who took over knows when the server answered again. */
    private static Comparator<MoveReport> knowingMost() {
        return Comparator.comparing(MoveReport::side, Comparator.reverseOrder())
                .thenComparing(MoveReport::began);
    }

    private static List<String> row(MoveReport move) {
        return List.of(
                move.number().toString(),
                TIME.format(move.began()),
                word(move.kind()),
                move.from().name(),
                move.to().name(),
                seconds(move.took()),
                move.predicted().map(MoveText::seconds).orElse("-"),
                outcome(move));
    }

    /** All that the nodes know of one move, whoever took over first. */
    static List<String> show(List<MoveReport> sides) {
        List<MoveReport> known = sides.stream().sorted(knowingMost().reversed()).toList();
        MoveReport move = known.getFirst();
        List<String> lines = new ArrayList<>();
        lines.add(
                "Move %s: %s from %s to %s, %s"
                        .formatted(
                                move.number(),
                                word(move.kind()),
                                move.from(),
                                move.to(),
                                TIME.format(move.began())));
        lines.add("  why      " + move.why());
        lines.add(
                "  asked    "
                        + move.request()
                                .map(id -> "by a person, request " + id)
                                .orElse("by nobody: the cluster moved by itself"));
        lines.add("  at risk  " + atRisk(move.atRisk()));
        lines.add("  outcome  " + outcome(move) + ": " + move.outcome().sentence());
        known.stream()
                .flatMap(side -> side.workload().stream())
                .findFirst()
                .ifPresent(work -> lines.addAll(WorkloadText.of(work)));
        for (MoveReport side : known) {
            lines.add("");
            lines.add(
                    side.node()
                            + (side.side() == Side.TOOK
                                    ? ", which took over:"
                                    : ", which gave up:"));
            lines.addAll(phases(side));
        }
        return lines;
    }

    private static String atRisk(AtRisk risk) {
        return risk.sentence()
                + risk.acceptedBytes()
                        .map(bytes ->
                                " Accepted: "
                                        + (bytes == Long.MAX_VALUE
                                                ? "any loss."
                                                : Amounts.bytes(bytes) + "."))
                        .orElse("");
    }

    private static List<String> phases(MoveReport move) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("  PHASE", "TOOK", "PREDICTED", ""));
        Duration whole = move.took();
        Duration before = Duration.ZERO;
        for (PhaseReport phase : move.phases()) {
            Duration took = phase.took().orElse(Duration.ZERO);
            rows.add(
                    List.of(
                            "  " + word(phase.phase()),
                            phase.took().map(MoveText::seconds).orElse("-"),
                            phase.predicted().map(MoveText::seconds).orElse("-"),
                            bar(before, took, whole)));
            before = before.plus(took);
        }
        rows.add(
                List.of(
                        "  total",
                        seconds(whole),
                        move.predicted().map(MoveText::seconds).orElse("-"),
                        ""));
        return Table.lines(rows);
    }

    /** Where in the whole it began, and how much of it it took. */
    private static String bar(Duration before, Duration took, Duration whole) {
        if (whole.isZero() || took.isZero()) {
            return "";
        }
        int from = column(before, whole);
        int to = Math.max(from + 1, column(before.plus(took), whole));
        return " ".repeat(from) + "█".repeat(to - from);
    }

    private static int column(Duration at, Duration whole) {
        return (int) Math.round((double) WIDTH * at.toNanos() / whole.toNanos());
    }

    static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    private static String outcome(MoveReport move) {
        State state = move.outcome().state();
        int times = move.outcome().interruptions();
        String interrupted =
                switch (times) {
                    case 0 -> "";
                    case 1 -> ", interrupted once by the end of a daemon";
                    default -> ", interrupted %d times by the end of a daemon".formatted(times);
                };
        return word(state) + interrupted;
    }

    /** To the millisecond: what is compared here is short. */
    static String seconds(Duration duration) {
        return duration.compareTo(Duration.ofMinutes(1)) < 0
                ? String.format(Locale.ROOT, "%.3f s", duration.toNanos() / 1e9)
                : Amounts.duration(duration);
    }

    /** What a move of that kind will take, one sentence. */
    static String predicted(Forecast forecast, Kind kind) {
        Optional<Duration> total = forecast.total();
        if (total.isEmpty()) {
            return "Predicted: nothing, since no earlier %s to that node is kept."
                    .formatted(word(kind));
        }
        List<String> phases = new ArrayList<>();
        forecast.phases().forEach((phase, took) -> phases.add(word(phase) + " " + seconds(took)));
        return "Predicted, by %s: %s until the server answers (%s)."
                .formatted(
                        forecast.moves() == 1
                                ? "one earlier " + word(kind)
                                : forecast.moves() + " earlier " + word(kind) + "s",
                        seconds(total.get()),
                        String.join(", ", phases));
    }
}
