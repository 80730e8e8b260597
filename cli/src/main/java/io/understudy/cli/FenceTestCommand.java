package io.understudy.cli;

import io.understudy.core.model.NodeId;
import io.understudy.node.api.FenceTrial;
import io.understudy.node.overview.FenceText;
import io.understudy.node.peer.PeerAnswer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
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

    @Mixin private OutputOption output = new OutputOption();

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
        Map<NodeId, List<FenceTrial>> trials =
                new Answers(spec.commandLine().getErr()).heard(answers);
        if (trials.isEmpty()) {
            return ExitCode.NOBODY;
        }
        output.print(spec.commandLine(), () -> FenceText.tests(trials), trials);
        boolean all =
                trials.size() == answers.size()
                        && trials.values().stream()
                                .flatMap(List::stream)
                                .allMatch(FenceTrial::proved);
        return all ? ExitCode.DONE : ExitCode.FAILED;
    }
}
