package io.understudy.cli;

import io.understudy.core.model.NodeId;
import io.understudy.node.api.HistoryEntry;
import io.understudy.node.api.MoveReport;
import io.understudy.node.overview.StatusText;
import io.understudy.node.overview.Table;
import io.understudy.node.peer.PeerAnswer;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code understudy history}: what happened, as each node saw it. */
@Command(
        name = "history",
        subcommands = HistoryShowCommand.class,
        description = {
            "Shows the moves of the primacy, and what happened, as each node saw it, oldest first.",
            "The times are each node's own clock's: two nodes' may differ."
        })
final class HistoryCommand implements Callable<Integer> {

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSSX").withZone(ZoneOffset.UTC);

    @ParentCommand private Understudy understudy = new Understudy();
    @Spec private CommandSpec spec = CommandSpec.create();

    @Mixin private LastOption last = new LastOption();
    @Mixin private OutputOption output = new OutputOption();

    @Override
    public Integer call() {
        int count = last.count();
        return ClusterCall.with(
                understudy,
                spec.commandLine(),
                connection -> show(connection.histories(count), moves(connection)));
    }

    Understudy understudy() {
        return understudy;
    }

    /** Who does not answer is named with the history. */
    private List<MoveReport> moves(Connection connection) {
        List<MoveReport> moves = new ArrayList<>();
        for (PeerAnswer<List<MoveReport>> answer : connection.moves(last.count()).values()) {
            if (answer instanceof PeerAnswer.Answered<List<MoveReport>>(var found)) {
                moves.addAll(found);
            }
        }
        return moves;
    }

    /**
     * What is printed as JSON.
     *
     * @param moves as each node took its part in it
     */
    private record Past(List<MoveReport> moves, List<HistoryEntry> events) {

        /** For people. */
        List<String> lines() {
            List<String> lines = new ArrayList<>();
            if (!moves.isEmpty()) {
                lines.addAll(MoveText.list(moves));
                lines.add("");
            }
            List<List<String>> rows = new ArrayList<>();
            rows.add(List.of("TIME", "NODE", "EPOCH", "ROLE", "WHAT"));
            events.forEach(entry -> rows.add(row(entry)));
            lines.addAll(Table.lines(rows));
            return lines;
        }
    }

    private ExitCode show(
            Map<NodeId, PeerAnswer<List<HistoryEntry>>> answers, List<MoveReport> moves) {
        Map<NodeId, List<HistoryEntry>> heard =
                new Answers(spec.commandLine().getErr()).heard(answers);
        List<HistoryEntry> latest =
                heard.values().stream()
                        .flatMap(List::stream)
                        .sorted(Comparator.comparing(HistoryEntry::at))
                        .toList();
        Past past =
                new Past(
                        moves,
                        latest.subList(Math.max(0, latest.size() - last.count()), latest.size()));
        output.print(spec.commandLine(), past::lines, past);
        return heard.isEmpty() ? ExitCode.NOBODY : ExitCode.DONE;
    }

    private static List<String> row(HistoryEntry entry) {
        return List.of(
                TIME.format(entry.at()),
                entry.node().name(),
                entry.epoch().toString(),
                StatusText.word(entry.role()),
                entry.sentence());
    }
}
