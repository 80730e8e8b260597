package io.understudy.cli;

import io.understudy.core.model.Epoch;
import io.understudy.core.model.NodeId;
import io.understudy.node.api.MoveReport;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code understudy history show N}: one move, phase by phase. */
@Command(
        name = "show",
        description = {
            "Shows one move, phase by phase, as each node that took part saw it.",
            "A move's number is the epoch that it made."
        })
final class HistoryShowCommand implements Callable<Integer> {

    private static final int ALL = 1000;

    @ParentCommand private HistoryCommand history = new HistoryCommand();
    @Spec private CommandSpec spec = CommandSpec.create();

    @Parameters(paramLabel = "N", description = "The number of the move, as `history` lists it.")
    private long number;

    @Mixin private OutputOption output = new OutputOption();

    @Override
    public Integer call() {
        if (number < 1) {
            throw new CommandLine.ParameterException(
                    spec.commandLine(), "needed a move's number of 1 or more, found " + number);
        }
        return ClusterCall.with(history.understudy(), spec.commandLine(), this::show);
    }

    private ExitCode show(Connection connection) {
        Map<NodeId, List<MoveReport>> heard =
                new Answers(spec.commandLine().getErr()).heard(connection.moves(ALL));
        List<MoveReport> sides =
                heard.values().stream()
                        .flatMap(List::stream)
                        .filter(move -> move.number().equals(new Epoch(number)))
                        .toList();
        if (sides.isEmpty()) {
            spec.commandLine()
                    .getErr()
                    .println(
                            "understudy: needed a report of move %d, found none on any node that answered; `understudy history` lists those that are kept"
                                    .formatted(number));
            return heard.isEmpty() ? ExitCode.NOBODY : ExitCode.FAILED;
        }
        output.print(spec.commandLine(), () -> MoveText.show(sides), sides);
        return ExitCode.DONE;
    }
}
