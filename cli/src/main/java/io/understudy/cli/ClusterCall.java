package io.understudy.cli;

import io.understudy.node.identity.NodeHome;
import io.understudy.node.overview.Choice;
import io.understudy.node.overview.Overview;
import java.io.PrintWriter;
import java.util.function.Function;
import picocli.CommandLine;

/** Runs a command that needs the cluster, and turns what came of it into an exit status. */
final class ClusterCall {

    private ClusterCall() {}

    static int with(
            Understudy understudy, CommandLine line, Function<Connection, ExitCode> command) {
        return with(understudy.home(), line.getErr(), command);
    }

    static int with(NodeHome home, PrintWriter err, Function<Connection, ExitCode> command) {
        return switch (Connection.open(home)) {
            case Connection.Opening.Unusable(String why) -> {
                err.println(why);
                yield ExitCode.USAGE.status();
            }
            case Connection.Opening.Opened(Connection connection) -> {
                try (connection) {
                    yield command.apply(connection).status();
                }
            }
        };
    }

    static int change(Understudy understudy, CommandLine line, ChangeOptions options, Wish wish) {
        Change.Speech speech =
                new Change.Speech(line.getOut(), line.getErr(), understudy.terminal());
        return with(
                understudy,
                line,
                connection ->
                        new Change(connection, speech, options)
                                .run(overview -> wish.choose(overview, connection)));
    }

    /** What a person wants, made to fit the cluster as it stands. */
    @FunctionalInterface
    interface Wish {
        Choice choose(Overview overview, Connection connection);
    }
}
