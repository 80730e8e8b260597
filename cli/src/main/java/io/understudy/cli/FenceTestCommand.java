package io.understudy.cli;

import io.understudy.core.model.NodeId;
import io.understudy.node.api.FenceTrial;
import io.understudy.node.api.Wire;
import io.understudy.node.overview.FenceText;
import io.understudy.node.peer.PeerAnswer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code understudy fence test}: proves each method without harm. */
@Command(
        name = "test",
        description = {
            "Lets each node prove without harm by what it would stop the others: that their daemons"
                    + " answer, that ssh runs understudy there, and the `test:` of each command.",
            "When each was last proved is kept, and `understudy status` shows it. A method that"
                    + " can't be proved counts as one that was not."
        })
final class FenceTestCommand implements Callable<Integer> {

    @ParentCommand private FenceCommand fence = new FenceCommand();
    @Spec private CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--node",
            paramLabel = "NODE",
            converter = NodeOption.Converter.class,
            description = "Only what that node would stop others by; every node's otherwise.")
    private @Nullable NodeId node;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "text|json",
            description = "How to print it (${DEFAULT-VALUE}).")
    private OutputFormat format = OutputFormat.TEXT;

    @Override
    public Integer call() {
        return ClusterCall.with(
                fence.understudy(),
                spec.commandLine(),
                connection ->
                        print(
                                connection.fenceTests(
                                        Optional.ofNullable(node)
                                                .map(List::of)
                                                .orElse(connection.carriers()))));
    }

    private ExitCode print(Map<NodeId, PeerAnswer<List<FenceTrial>>> answers) {
        Map<NodeId, List<FenceTrial>> trials = new LinkedHashMap<>();
        answers.forEach((by, answer) -> {
            switch (answer) {
                case PeerAnswer.Answered<List<FenceTrial>>(List<FenceTrial> all) ->
                        trials.put(by, all);
                case PeerAnswer.Declined<List<FenceTrial>>(String why) -> complain(why);
                case PeerAnswer.Silent<List<FenceTrial>>(String why) -> complain(why);
            }
        });
        if (trials.isEmpty()) {
            return ExitCode.NOBODY;
        }
        switch (format) {
            case TEXT -> FenceText.tests(trials).forEach(spec.commandLine().getOut()::println);
            case JSON -> {
                Map<String, List<FenceTrial>> named = new LinkedHashMap<>();
                trials.forEach((by, all) -> named.put(by.name(), all));
                spec.commandLine().getOut().println(new Wire().writeIndented(named));
            }
        }
        spec.commandLine().getOut().flush();
        boolean all =
                trials.size() == answers.size()
                        && trials.values().stream()
                                .flatMap(List::stream)
                                .allMatch(FenceTrial::proved);
        return all ? ExitCode.DONE : ExitCode.FAILED;
    }

    private void complain(String why) {
        spec.commandLine().getErr().println("understudy: " + why);
    }
}
