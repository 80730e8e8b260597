package io.understudy.cli;

import io.understudy.node.api.Lookout.Form;
import io.understudy.node.api.Wire;
import io.understudy.node.overview.Overview;
import io.understudy.node.overview.Rendering;
import java.io.PrintWriter;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Function;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/**
 * {@code understudy status}: what all nodes are and see. This node's own daemon is asked for all of
 * it; where it does not answer, each node is asked directly.
 */
@Command(
        name = "status",
        description = "Shows who is primary, who is in sync, and how each node is.")
final class StatusCommand implements Callable<Integer> {

    private static final long BETWEEN_LOOKS_MILLIS = 1000;
    private static final String CLEAR_SCREEN = "\u001b[H\u001b[2J\u001b[3J";

    @ParentCommand private Understudy understudy = new Understudy();
    @Spec private CommandSpec spec = CommandSpec.create();

    @Option(names = "--watch", description = "Look again each second, until Ctrl-C.")
    private boolean watch;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "text|json",
            description = "How to print it (${DEFAULT-VALUE}).")
    private OutputFormat format = OutputFormat.TEXT;

    /**
     * What was seen.
     *
     * @param remark about the way, for people
     */
    private record Look(String overview, Optional<String> remark, ExitCode code) {}

    @Override
    public Integer call() {
        Optional<OwnDaemon> own = OwnDaemon.of(understudy.home());
        if (watch) {
            return withAll(connection -> keepShowing(own, connection));
        }
        Optional<OwnDaemon.Reply> reply = own.map(daemon -> daemon.overview(form()));
        return reply.flatMap(StatusCommand::heard)
                .map(look -> show(look).status())
                .orElseGet(() -> withAll(connection -> show(around(reply, connection))));
    }

    private int withAll(Function<Connection, ExitCode> command) {
        return ClusterCall.with(understudy, spec.commandLine(), command);
    }

    private static Optional<Look> heard(OwnDaemon.Reply reply) {
        return switch (reply) {
            case OwnDaemon.Reply.Said(String overview) ->
                    Optional.of(new Look(overview, Optional.empty(), ExitCode.DONE));
            case OwnDaemon.Reply.Unheard _ -> Optional.empty();
        };
    }

    /** Asks each node, and says why. */
    private Look around(Optional<OwnDaemon.Reply> reply, Connection connection) {
        Overview overview = connection.survey();
        return new Look(
                new Rendering(new Wire()).of(overview, form()),
                reply.flatMap(StatusCommand::remark),
                overview.nobodyAnswered() ? ExitCode.NOBODY : ExitCode.DONE);
    }

    private static Optional<String> remark(OwnDaemon.Reply reply) {
        return switch (reply) {
            case OwnDaemon.Reply.Said _ -> Optional.empty();
            case OwnDaemon.Reply.Unheard(String why) ->
                    Optional.of(
                            "understudy: this node's daemon did not answer, so each node was asked"
                                    + " directly: "
                                    + why);
        };
    }

    private ExitCode keepShowing(Optional<OwnDaemon> own, Connection connection) {
        boolean screen = understudy.terminal().interactive() && format == OutputFormat.TEXT;
        ExitCode latest = ExitCode.DONE;
        while (!Thread.currentThread().isInterrupted()) {
            Optional<OwnDaemon.Reply> reply = own.map(daemon -> daemon.overview(form()));
            Look look =
                    reply.flatMap(StatusCommand::heard).orElseGet(() -> around(reply, connection));
            out().print(screen ? CLEAR_SCREEN : "");
            latest = show(look);
            out().print(screen || format == OutputFormat.JSON ? "" : "\n");
            out().flush();
            sleep();
        }
        return latest;
    }

    private ExitCode show(Look look) {
        out().print(look.overview());
        out().flush();
        look.remark().ifPresent(spec.commandLine().getErr()::println);
        return look.code();
    }

    private Form form() {
        return switch (format) {
            case TEXT -> understudy.terminal().colours() ? Form.COLOURS : Form.TEXT;
            case JSON -> watch ? Form.LINE : Form.JSON;
        };
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }

    private static void sleep() {
        try {
            Thread.sleep(BETWEEN_LOOKS_MILLIS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
