package io.understudy.cli;

import io.understudy.core.model.NodeId;
import io.understudy.node.api.GuardSheet;
import io.understudy.node.overview.GuardText;
import io.understudy.node.peer.PeerAnswer;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code understudy guard show}: what each guard is, and what it would end. */
@Command(
        name = "show",
        description =
                "Shows of each guard whether it is armed, what it may do and what it would end.")
final class GuardShowCommand implements Callable<Integer> {

    @ParentCommand private GuardCommand guard = new GuardCommand();
    @Spec private CommandSpec spec = CommandSpec.create();
    @Mixin private GuardOptions options = new GuardOptions();

    @Override
    public Integer call() {
        return ClusterCall.with(
                guard.understudy(),
                spec.commandLine(),
                connection -> {
                    Map<NodeId, PeerAnswer<GuardSheet>> answers =
                            connection.guards(options.chosen(connection.carriers()));
                    return new GuardAnswers<GuardSheet>(spec.commandLine(), options.output())
                            .print(answers, GuardText::sheet, _ -> true);
                });
    }
}
