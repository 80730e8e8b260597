package io.understudy.cli;

import io.understudy.core.model.NodeId;
import io.understudy.node.api.PastNotice;
import io.understudy.node.overview.NotifyText;
import io.understudy.node.peer.PeerAnswer;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code understudy notify show}: what the nodes have told, and what became of it. */
@Command(
        name = "show",
        description = {
            "Shows the latest notices of all nodes: what was told, when, to whom, and whether it is"
                    + " delivered, waits, or was given up, after how many tries and why.",
            "Each node keeps its own latest 50."
        })
final class NotifyShowCommand implements Callable<Integer> {

    @ParentCommand private NotifyCommand notify = new NotifyCommand();
    @Spec private CommandSpec spec = CommandSpec.create();

    @Mixin private LastOption last = new LastOption();
    @Mixin private OutputOption output = new OutputOption();

    @Override
    public Integer call() {
        int count = last.count();
        return ClusterCall.with(
                notify.understudy(),
                spec.commandLine(),
                connection -> print(connection.notices(count)));
    }

    private ExitCode print(Map<NodeId, PeerAnswer<List<PastNotice>>> answers) {
        Map<NodeId, List<PastNotice>> heard =
                new Answers(spec.commandLine().getErr()).heard(answers);
        if (heard.isEmpty()) {
            boolean no = answers.values().stream().anyMatch(PeerAnswer.Declined.class::isInstance);
            return no ? ExitCode.FAILED : ExitCode.NOBODY;
        }
        output.print(spec.commandLine(), () -> NotifyText.past(heard), heard);
        return ExitCode.DONE;
    }
}
