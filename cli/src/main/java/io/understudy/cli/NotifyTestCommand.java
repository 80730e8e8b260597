package io.understudy.cli;

import io.understudy.node.api.NotifyTrial;
import io.understudy.node.api.Wire;
import io.understudy.node.overview.NotifyText;
import io.understudy.node.peer.PeerAnswer;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code understudy notify test}: sends a test through each channel, from this node, now. */
@Command(
        name = "test",
        description = {
            "Sends a test through each channel from this node, now, and says what came of it.",
            "Whatever levels and kinds a channel is for, it gets the test. It is not tried again."
        })
final class NotifyTestCommand implements Callable<Integer> {

    @ParentCommand private NotifyCommand notify = new NotifyCommand();
    @Spec private CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--channel",
            paramLabel = "NAME",
            description = "Only that one, as it is called in understudy.yaml; all otherwise.")
    private @Nullable String channel;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "text|json",
            description = "How to print it (${DEFAULT-VALUE}).")
    private OutputFormat format = OutputFormat.TEXT;

    @Override
    public Integer call() {
        return ClusterCall.with(
                notify.understudy(),
                spec.commandLine(),
                connection -> print(connection.notifyTest(Optional.ofNullable(channel))));
    }

    private ExitCode print(PeerAnswer<List<NotifyTrial>> answer) {
        return switch (answer) {
            case PeerAnswer.Answered<List<NotifyTrial>>(List<NotifyTrial> trials) -> print(trials);
            case PeerAnswer.Declined<List<NotifyTrial>>(String why) ->
                    complain(why, ExitCode.USAGE);
            case PeerAnswer.Silent<List<NotifyTrial>>(String why) -> complain(why, ExitCode.NOBODY);
        };
    }

    private ExitCode print(List<NotifyTrial> trials) {
        switch (format) {
            case TEXT -> NotifyText.tests(trials).forEach(spec.commandLine().getOut()::println);
            case JSON -> spec.commandLine().getOut().println(new Wire().writeIndented(trials));
        }
        spec.commandLine().getOut().flush();
        return trials.stream().allMatch(NotifyTrial::delivered) ? ExitCode.DONE : ExitCode.FAILED;
    }

    private ExitCode complain(String why, ExitCode code) {
        spec.commandLine().getErr().println("understudy: " + why);
        return code;
    }
}
