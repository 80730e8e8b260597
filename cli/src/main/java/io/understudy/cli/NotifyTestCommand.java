package io.understudy.cli;

import io.understudy.node.api.NotifyTrial;
import io.understudy.node.overview.NotifyText;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
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

    @Mixin private OutputOption output = new OutputOption();

    @Override
    public Integer call() {
        return ClusterCall.with(
                notify.understudy(),
                spec.commandLine(),
                connection ->
                        new Answers(spec.commandLine().getErr())
                                .of(
                                        connection.notifyTest(Optional.ofNullable(channel)),
                                        ExitCode.USAGE,
                                        this::print));
    }

    private ExitCode print(List<NotifyTrial> trials) {
        output.print(spec.commandLine(), () -> NotifyText.tests(trials), trials);
        return trials.stream().allMatch(NotifyTrial::delivered) ? ExitCode.DONE : ExitCode.FAILED;
    }
}
