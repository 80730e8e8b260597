package io.understudy.demo.stage;

import io.understudy.demo.client.RowReport;
import io.understudy.demo.client.Verification;
import io.understudy.demo.stage.Audience.Pipelines;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * How the demonstration went.
 *
 * @param memory resident bytes of each daemon, by name
 */
record Score(List<Move> moves, RowReport rows, Pipelines pipelines, Map<String, Long> memory) {

    private static final List<String> PHASES =
            List.of(
                    "detected",
                    "lease taken",
                    "fenced",
                    "promoted",
                    MoveWatch.FIRST_COMMIT,
                    "server up",
                    "first worker back",
                    "first build finished");

    Score {
        moves = List.copyOf(moves);
        memory = Map.copyOf(memory);
    }

    boolean good() {
        return rows.clean() && pipelines.lost() == 0;
    }

    List<String> table() {
        List<String> lines = new ArrayList<>();
        lines.add("%-28s".formatted("seconds until") + heads());
        for (String phase : PHASES) {
            lines.add("%-28s".formatted(phase) + cells(phase));
        }
        StringBuilder gaps = new StringBuilder("%-28s".formatted("gap between two commits"));
        moves.forEach(move -> gaps.append(cell(move.gap())));
        lines.add(gaps.toString());
        lines.add("");
        lines.add("%-28s%12d".formatted("rows acknowledged", rows.acknowledged()));
        lines.add("%-28s%12s".formatted("rows lost", lost()));
        lines.add("%-28s%12d".formatted("rows without an answer", rows.unknown()));
        lines.add(
                "%-28s%12d".formatted("acknowledged by two at once", rows.contradictions().size()));
        lines.add("%-28s%12d".formatted("builds finished", pipelines.done()));
        lines.add("%-28s%12d".formatted("builds lost", pipelines.lost()));
        lines.add("%-28s%12d".formatted("builds run again", pipelines.runAgain()));
        lines.add("%-28s%12d".formatted("builds resumed", pipelines.resumed()));
        memory.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .forEach(entry ->
                        lines.add(
                                "%-28s%9d MB"
                                        .formatted(
                                                "daemon " + entry.getKey(),
                                                entry.getValue() / 1_000_000)));
        return lines;
    }

    private String lost() {
        return switch (rows.verification()) {
            case Verification.Verified(var lost, long _, long _, var _) ->
                    Integer.toString(lost.size());
            case Verification.NotVerified _ -> "not known";
        };
    }

    private String heads() {
        StringBuilder heads = new StringBuilder();
        moves.forEach(move -> heads.append("%20s".formatted(move.name())));
        return heads.toString();
    }

    private String cells(String phase) {
        StringBuilder cells = new StringBuilder();
        moves.forEach(move ->
                cells.append(move.until(phase).map(Score::cell).orElse("%20s".formatted("-"))));
        return cells.toString();
    }

    private static String cell(Duration duration) {
        return "%20.3f".formatted(Move.seconds(duration));
    }
}
