package io.understudy.node.notify;

import io.understudy.node.process.Program;
import io.understudy.node.process.ProgramRunner;
import io.understudy.node.process.RunResult;
import io.understudy.node.process.Words;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * Gives a letter to a command of the user's, on its standard input; exit status 0 says that it has
 * it. What goes over the network is left to another.
 */
public final class CommandCourier implements Courier {

    private final ProgramRunner runner;
    private final Courier network;
    private final LetterJson json = new LetterJson();

    public CommandCourier(ProgramRunner runner, Courier network) {
        this.runner = runner;
        this.network = network;
    }

    @Override
    public Delivery deliver(Channel channel, Letter letter, Duration deadline)
            throws InterruptedException {
        return channel.way() instanceof Channel.Command command
                ? run(command, letter)
                : network.deliver(channel, letter, deadline);
    }

    private Delivery run(Channel.Command command, Letter letter) throws InterruptedException {
        Program program = new Program(command.command(), Path.of("/"), Optional.empty(), Map.of());
        return switch (runner.run(program, json.write(letter) + "\n", command.timeout())) {
            case RunResult.Exited(int status, var _, var _) when status == 0 -> new Delivery.Done();
            case RunResult.Exited(int status, String output, String errors) ->
                    new Delivery.Later(
                            "exit status %d: %s".formatted(status, Words.last(errors, output)));
            case RunResult.TimedOut _ ->
                    new Delivery.Later(
                            "it did not end within %d ms, and was killed with all that it started"
                                    .formatted(command.timeout().toMillis()));
            case RunResult.NotStarted(String why) -> new Delivery.Later(why);
        };
    }
}
