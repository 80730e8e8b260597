package io.understudy.cli;

import io.understudy.node.api.Lookout.Form;
import io.understudy.node.api.Wire;
import io.understudy.node.identity.NodeHome;
import io.understudy.node.overview.Overview;
import io.understudy.node.overview.Rendering;
import java.io.PrintWriter;
import java.util.Optional;
import java.util.function.Function;

/**
 * Shows what all nodes are and see. The home's own daemon is asked for all of it; where it does not
 * answer, each node is asked directly.
 */
final class StatusView {

    private static final long BETWEEN_LOOKS_MILLIS = 1000;
    private static final String CLEAR_SCREEN = "\u001b[H\u001b[2J\u001b[3J";

    private final Wish wish;
    private final Terminal terminal;
    private final PrintWriter out;
    private final PrintWriter err;

    StatusView(Wish wish, Terminal terminal, PrintWriter out, PrintWriter err) {
        this.wish = wish;
        this.terminal = terminal;
        this.out = out;
        this.err = err;
    }

    /**
     * What to show.
     *
     * @param home from where
     * @param watch again each second
     */
    record Wish(NodeHome home, OutputFormat format, boolean watch) {}

    /**
     * What was seen.
     *
     * @param remark about the way, for people
     */
    private record Look(String overview, Optional<String> remark, ExitCode code) {}

    /** The exit status. */
    int show() {
        Optional<OwnDaemon> own = OwnDaemon.of(wish.home());
        if (wish.watch()) {
            return withAll(connection -> keepShowing(own, connection));
        }
        Optional<OwnDaemon.Reply> reply = own.map(daemon -> daemon.overview(form()));
        return reply.flatMap(StatusView::heard)
                .map(look -> print(look).status())
                .orElseGet(() -> withAll(connection -> print(around(reply, connection))));
    }

    private int withAll(Function<Connection, ExitCode> command) {
        return ClusterCall.with(wish.home(), err, command);
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
                reply.flatMap(StatusView::remark),
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
        boolean screen = terminal.interactive() && wish.format() == OutputFormat.TEXT;
        ExitCode latest = ExitCode.DONE;
        while (!Thread.currentThread().isInterrupted()) {
            Optional<OwnDaemon.Reply> reply = own.map(daemon -> daemon.overview(form()));
            Look look = reply.flatMap(StatusView::heard).orElseGet(() -> around(reply, connection));
            out.print(screen ? CLEAR_SCREEN : "");
            latest = print(look);
            out.print(screen || wish.format() == OutputFormat.JSON ? "" : "\n");
            out.flush();
            sleep();
        }
        return latest;
    }

    private ExitCode print(Look look) {
        out.print(look.overview());
        out.flush();
        look.remark().ifPresent(err::println);
        return look.code();
    }

    private Form form() {
        return switch (wish.format()) {
            case TEXT -> terminal.colours() ? Form.COLOURS : Form.TEXT;
            case JSON -> wish.watch() ? Form.LINE : Form.JSON;
        };
    }

    private static void sleep() {
        try {
            Thread.sleep(BETWEEN_LOOKS_MILLIS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
