package io.understudy.node.fence;

import io.understudy.core.action.Outcome;
import io.understudy.node.process.Program;
import io.understudy.node.process.ProgramRunner;
import io.understudy.node.process.RunResult;
import io.understudy.node.process.Words;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A command of the user's, without a shell. It learns whom to stop by its arguments and its
 * environment; exit status 0 is a receipt, 3 a no, anything else a failure.
 */
final class CommandFence implements FenceMethod {

    private static final int NO = 3;

    private final FenceSettings.Command settings;
    private final ProgramRunner runner;

    CommandFence(FenceSettings.Command settings, ProgramRunner runner) {
        this.settings = settings;
        this.runner = runner;
    }

    @Override
    public Outcome fence(Target target) throws InterruptedException {
        return run(settings.command(), target, settings.deadline());
    }

    @Override
    public Outcome prove(Target target) throws InterruptedException {
        return settings.test().isEmpty()
                ? new Outcome.NotYet(
                        "needed a `test:` beside the command, found none, so nothing proves it"
                                + " without harm")
                : run(settings.test(), target, TestTime.of(settings.deadline()));
    }

    private Outcome run(List<String> command, Target target, Duration deadline)
            throws InterruptedException {
        Secrets secrets = Secrets.NONE;
        if (settings.secrets().isPresent()) {
            switch (Secrets.read(settings.secrets().get())) {
                case Secrets.Reading.Read(Secrets found) -> secrets = found;
                case Secrets.Reading.Unusable(String why) -> {
                    return new Outcome.Failed(why);
                }
            }
        }
        Map<String, String> environment = new HashMap<>(secrets.values());
        environment.put("UNDERSTUDY_FENCE_NODE", target.node().name());
        environment.put("UNDERSTUDY_FENCE_ADDRESS", target.address());
        environment.put("UNDERSTUDY_FENCE_EPOCH", target.epoch().toString());
        Program program =
                new Program(
                        command.stream().map(target::in).toList(),
                        Path.of("/"),
                        Optional.empty(),
                        environment);
        return outcome(runner.run(program, deadline), secrets, deadline);
    }

    private static Outcome outcome(RunResult result, Secrets secrets, Duration deadline) {
        return switch (result) {
            case RunResult.Exited(int status, var _, var _) when status == 0 -> new Outcome.Done();
            case RunResult.Exited(int status, String output, String errors) when status == NO ->
                    new Outcome.Refused(said(output, errors, secrets));
            case RunResult.Exited(int status, String output, String errors) ->
                    new Outcome.Failed(
                            "exit status %d: %s".formatted(status, said(output, errors, secrets)));
            case RunResult.TimedOut _ -> new Outcome.Unknown(late(deadline));
            case RunResult.NotStarted(String why) -> new Outcome.Failed(why);
        };
    }

    private static String said(String output, String errors, Secrets secrets) {
        return secrets.hiddenIn(Words.last(errors, output));
    }

    static String late(Duration deadline) {
        return "it did not end within %d ms, and was killed with all that it started"
                .formatted(deadline.toMillis());
    }
}
