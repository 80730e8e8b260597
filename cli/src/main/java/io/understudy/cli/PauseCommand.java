package io.understudy.cli;

import io.understudy.node.overview.Goal;
import io.understudy.node.overview.Wishes;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code understudy pause}: lets nothing move for a while. */
@Command(
        name = "pause",
        description = "Lets nothing move for a while, as for maintenance of a node.")
final class PauseCommand implements Callable<Integer> {

    private static final int LONGEST_NAME = 64;

    @ParentCommand private Understudy understudy = new Understudy();
    @Spec private CommandSpec spec = CommandSpec.create();
    @Mixin private ChangeOptions options = new ChangeOptions();

    @Option(
            names = "--for",
            paramLabel = "TIME",
            required = true,
            converter = ChangeOptions.DurationConverter.class,
            description = "How long, such as 30m or 2h; at most 7d.")
    private Duration length = Duration.ZERO;

    @Override
    public Integer call() {
        return ClusterCall.change(
                understudy,
                spec.commandLine(),
                options,
                (overview, connection) ->
                        new Wishes(overview, connection.carriers())
                                .mode(
                                        new io.understudy.core.action.Command.Pause(
                                                length, by(connection)),
                                        new Goal.Paused()));
    }

    /** For people: who, and at which node. */
    private static String by(Connection connection) {
        String name = System.getProperty("user.name", "").replaceAll("[^!-~]", "?");
        String text = (name.isEmpty() ? "somebody" : name) + " on " + connection.self();
        return text.substring(0, Math.min(text.length(), LONGEST_NAME));
    }
}
