package io.understudy.cli;

import io.understudy.core.model.Epoch;
import io.understudy.core.model.NodeId;
import io.understudy.node.api.WhyAnswer;
import io.understudy.node.api.WhyQuestion;
import io.understudy.node.peer.PeerAnswer;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/**
 * {@code understudy why}: what each node saw, the rule that spoke, and what would have turned it.
 */
@Command(
        name = "why",
        description = {
            "Tells why each node did what it did, or why it did not: what it saw, the rule that"
                    + " spoke, and the smallest changes that would have turned it.",
            "Without an option: the latest change of role or move, or what keeps a node from one.",
            "The times are each node's own clock's: two nodes' may differ."
        })
final class WhyCommand implements Callable<Integer> {

    @ParentCommand private Understudy understudy = new Understudy();
    @Spec private CommandSpec spec = CommandSpec.create();

    @ArgGroup private Which which = new Which();

    @Mixin private OutputOption output = new OutputOption();

    /** At most one of them. */
    static final class Which {
        @Option(
                names = "--at",
                paramLabel = "TIME",
                description =
                        "What was in force then: a time in UTC as `history` prints it, or"
                                + " HH:MM[:SS] of the last 24 hours.")
        private String at = "";

        @Option(
                names = "--move",
                paramLabel = "N",
                description = "How that move began: its number, as `history` lists it.")
        private String move = "";

        @Option(names = "--last", description = "The latest decision of each node.")
        private boolean last;
    }

    @Override
    public Integer call() {
        WhyQuestion question = question();
        return ClusterCall.with(
                understudy, spec.commandLine(), connection -> show(connection.whys(question)));
    }

    private WhyQuestion question() {
        if (which.last) {
            return new WhyQuestion.Last();
        }
        if (!which.at.isEmpty()) {
            return Moments.parse(which.at, Instant.now())
                    .<WhyQuestion>map(WhyQuestion.At::new)
                    .orElseThrow(() ->
                            new CommandLine.ParameterException(
                                    spec.commandLine(),
                                    "needed --at to be a time in UTC, such as 02:14, 02:14:05 or"
                                            + " '2026-01-31 02:14:05.250Z', found "
                                            + which.at));
        }
        if (!which.move.isEmpty()) {
            if (!which.move.matches("[1-9][0-9]{0,17}")) {
                throw new CommandLine.ParameterException(
                        spec.commandLine(),
                        "needed --move to be a move's number of 1 or more, found " + which.move);
            }
            return new WhyQuestion.Move(new Epoch(Long.parseLong(which.move)));
        }
        return new WhyQuestion.Change();
    }

    private ExitCode show(Map<NodeId, PeerAnswer<WhyAnswer>> answers) {
        List<WhyAnswer> told =
                List.copyOf(new Answers(spec.commandLine().getErr()).heard(answers).values());
        output.print(spec.commandLine(), () -> WhyText.of(told, detail()), told);
        if (told.isEmpty()) {
            return ExitCode.NOBODY;
        }
        boolean any = told.stream().anyMatch(answer -> answer.decision().isPresent());
        return any ? ExitCode.DONE : ExitCode.FAILED;
    }

    /** Of a move or a change, who only heard of it has little to tell; of a moment, everybody. */
    private WhyText.Detail detail() {
        return which.last || !which.at.isEmpty() ? WhyText.Detail.FULL : WhyText.Detail.BRIEF;
    }
}
