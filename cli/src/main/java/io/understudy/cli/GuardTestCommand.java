package io.understudy.cli;

import io.understudy.core.model.NodeId;
import io.understudy.node.api.GuardTest;
import io.understudy.node.overview.GuardText;
import io.understudy.node.peer.PeerAnswer;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code understudy guard test}: lets each guard prove itself, without harm. */
@Command(
        name = "test",
        description = {
            "Lets each guard prove itself, without harm: it starts a decoy of its own, and ends it"
                    + " at a deadline by what it would end the server with.",
            "Nothing that serves is touched. What the guard would end right now is listed, too."
        })
final class GuardTestCommand implements Callable<Integer> {

    @ParentCommand private GuardCommand guard = new GuardCommand();
    @Spec private CommandSpec spec = CommandSpec.create();
    @Mixin private GuardOptions options = new GuardOptions();

    @Override
    public Integer call() {
        return ClusterCall.with(
                guard.understudy(),
                spec.commandLine(),
                connection -> {
                    Map<NodeId, PeerAnswer<GuardTest>> answers =
                            connection.guardTests(options.chosen(connection.carriers()));
                    return new GuardAnswers<GuardTest>(spec.commandLine(), options.output())
                            .print(answers, GuardText::test, GuardTest::proved);
                });
    }
}
