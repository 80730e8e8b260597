package io.understudy.cli;

import io.understudy.core.model.Epoch;
import io.understudy.node.api.MoveReport;
import io.understudy.node.api.Wire;
import io.understudy.node.peer.PeerAnswer;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
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

    @Option(
            names = {"-o", "--output"},
            paramLabel = "text|json",
            description = "How to print it (${DEFAULT-VALUE}).")
    private OutputFormat format = OutputFormat.TEXT;

    @Override
    public Integer call() {
        if (number < 1) {
            throw new CommandLine.ParameterException(
                    spec.commandLine(), "needed a move's number of 1 or more, found " + number);
        }
        return ClusterCall.with(history.understudy(), spec.commandLine(), this::show);
    }

    private ExitCode show(Connection connection) {
        List<MoveReport> sides = new ArrayList<>();
        int silent = 0;
        PrintWriter err = spec.commandLine().getErr();
        for (PeerAnswer<List<MoveReport>> answer : connection.moves(ALL).values()) {
            switch (answer) {
                case PeerAnswer.Answered<List<MoveReport>>(var found) ->
                        found.stream()
                                .filter(move -> move.number().equals(new Epoch(number)))
                                .forEach(sides::add);
                case PeerAnswer.Declined<List<MoveReport>>(String why) -> {
                    err.println("understudy: " + why);
                    silent++;
                }
                case PeerAnswer.Silent<List<MoveReport>>(String why) -> {
                    err.println("understudy: " + why);
                    silent++;
                }
            }
        }
        if (sides.isEmpty()) {
            err.println(
                    "understudy: needed a report of move %d, found none on any node that answered; `understudy history` lists those that are kept"
                            .formatted(number));
            return silent == connection.nodes().size() ? ExitCode.NOBODY : ExitCode.FAILED;
        }
        print(sides);
        return ExitCode.DONE;
    }

    private void print(List<MoveReport> sides) {
        PrintWriter out = spec.commandLine().getOut();
        switch (format) {
            case TEXT -> MoveText.show(sides).forEach(out::println);
            case JSON -> out.println(new Wire().writeIndented(sides));
        }
        out.flush();
    }
}
