package io.understudy.cli;

import io.understudy.core.action.Command;
import io.understudy.core.action.Outcome;
import io.understudy.core.model.Epoch;
import io.understudy.core.model.NodeId;
import io.understudy.node.api.Forecast;
import io.understudy.node.api.MoveReport;
import io.understudy.node.api.MoveReport.Kind;
import io.understudy.node.api.MoveReport.Side;
import io.understudy.node.api.PlanAnswer;
import io.understudy.node.overview.Amounts;
import io.understudy.node.overview.Choice;
import io.understudy.node.overview.Goal;
import io.understudy.node.overview.Overview;
import io.understudy.node.peer.PeerAnswer;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/**
 * Changes something in a cluster on a person's word: shows the plan, asks, sends the command, and
 * watches until it is complete.
 */
final class Change {

    private static final int ALL = 1000;
    private static final Duration DEADLINE = Duration.ofSeconds(10);
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(200);
    private static final Duration UNTIL_TAKEN_UP = Duration.ofSeconds(3);

    private final Connection connection;
    private final Speech speech;
    private final ChangeOptions options;
    private final boolean agreed;

    Change(Connection connection, Speech speech, ChangeOptions options) {
        this(connection, speech, options, options.yes());
    }

    private Change(Connection connection, Speech speech, ChangeOptions options, boolean agreed) {
        this.connection = connection;
        this.speech = speech;
        this.options = options;
        this.agreed = agreed;
    }

    /** The same, for somebody who has said yes to it before. */
    Change alreadyAgreed() {
        return new Change(connection, speech, options, true);
    }

    /**
     * What the program says, and where.
     *
     * @param out what was asked for
     * @param err what went wrong
     */
    record Speech(PrintWriter out, PrintWriter err, Terminal terminal) {

        ExitCode refuse(String why, String remedy) {
            err.println("understudy: refused: " + why);
            err.println("What would make it possible: " + remedy);
            return ExitCode.REFUSED;
        }

        /** Whether somebody said yes, here or on the command line. */
        boolean agreed(boolean yesAlready) {
            if (yesAlready) {
                return true;
            }
            if (!terminal.interactive()) {
                err.println(
                        "understudy: needed somebody's yes, found no terminal to ask at;"
                                + " nothing was changed. In a script, type the command with --yes");
                return false;
            }
            boolean yes =
                    terminal.ask("Go on? [y/N] ")
                            .map(answer -> answer.strip().toLowerCase(Locale.ROOT))
                            .filter(answer -> answer.equals("y") || answer.equals("yes"))
                            .isPresent();
            if (!yes) {
                out.println("Nothing was changed.");
            }
            return yes;
        }

        ExitCode fail(String why) {
            err.println("understudy: " + why);
            return ExitCode.FAILED;
        }
    }

    ExitCode run(Function<Overview, Choice> wish) {
        Overview before = connection.survey();
        if (before.nobodyAnswered()) {
            before.sightings()
                    .forEach(sighting ->
                            sighting.silence()
                                    .ifPresent(why -> speech.err().println("understudy: " + why)));
            return ExitCode.NOBODY;
        }
        return switch (wish.apply(before)) {
            case Choice.Impossible(String why, String remedy) -> speech.refuse(why, remedy);
            case Choice.Already(String why) -> already(why);
            case Choice.Ask ask -> plan(ask, before);
        };
    }

    private ExitCode already(String why) {
        speech.out().println("Nothing to do: " + why + ".");
        return ExitCode.DONE;
    }

    private ExitCode plan(Choice.Ask ask, Overview before) {
        String silence = "no node was asked";
        for (NodeId node : ask.askFirst()) {
            switch (connection.client().plan(node, ask.command(), DEADLINE)) {
                case PeerAnswer.Answered<PlanAnswer>(PlanAnswer answer) -> {
                    return planned(node, ask, answer, before);
                }
                case PeerAnswer.Declined<PlanAnswer>(String why) -> {
                    return speech.fail(why);
                }
                case PeerAnswer.Silent<PlanAnswer>(String why) -> silence = why;
            }
        }
        speech.err().println("understudy: " + silence);
        return ExitCode.NOBODY;
    }

    private ExitCode planned(NodeId node, Choice.Ask ask, PlanAnswer answer, Overview before) {
        return switch (answer) {
            case PlanAnswer.Refusal(String why, String remedy) -> speech.refuse(why, remedy);
            case PlanAnswer.Already(String why) -> already(why);
            case PlanAnswer.Plan(List<String> steps, String atRisk, Epoch seen) -> {
                show(steps, atRisk, seen);
                predict(ask.command());
                yield speech.agreed(agreed) ? send(node, ask, before) : ExitCode.REFUSED;
            }
        };
    }

    private void show(List<String> steps, String atRisk, Epoch seen) {
        speech.out().println("The plan, in epoch " + seen + ":");
        for (int i = 0; i < steps.size(); i++) {
            speech.out().printf(Locale.ROOT, "  %d. %s%n", i + 1, steps.get(i));
        }
        speech.out().println("At risk: " + atRisk + ".");
        speech.out().flush();
    }

    /** By the moves that the node which would take over has made before. */
    private void predict(Command command) {
        switch (command) {
            case Command.Switchover move -> predict(move.to(), Kind.SWITCHOVER);
            case Command.Failover move -> predict(move.to(), Kind.FAILOVER);
            case Command.Pause _, Command.Resume _, Command.Rejoin _, Command.Leave _ -> {}
        }
    }

    private void predict(NodeId to, Kind kind) {
        if (connection.client().moves(to, ALL, DEADLINE)
                instanceof PeerAnswer.Answered<List<MoveReport>>(var moves)) {
            speech.out().println(MoveText.predicted(Forecast.of(moves, kind, Side.TOOK), kind));
            speech.out().flush();
        }
    }

    private ExitCode send(NodeId node, Choice.Ask ask, Overview before) {
        long start = System.nanoTime();
        Command command = ask.command();
        return switch (connection.client().command(node, command, DEADLINE)) {
            case Outcome.Done() -> watch(ask.goal(), before, start);
            case Outcome.Refused(String why) ->
                    speech.refuse(why, "see `understudy status`, and ask again");
            case Outcome.Failed(String why) -> speech.fail(why);
            case Outcome.NotYet(String why) -> speech.fail(why);
            case Outcome.Unknown(String why) -> {
                speech.err()
                        .println(
                                "understudy: "
                                        + why
                                        + ". It may have been taken all the same; watching.");
                yield watch(ask.goal(), before, start);
            }
        };
    }

    private ExitCode watch(Goal goal, Overview before, long start) {
        ProgressText progress = new ProgressText(before);
        boolean interrupted = false;
        while (!interrupted && since(start).compareTo(options.longest()) < 0) {
            Overview now = connection.glance();
            progress.changes(now, since(start)).forEach(speech.out()::println);
            speech.out().flush();
            if (goal.reached(now)) {
                speech.out()
                        .printf(
                                "Done: %s, %s after the command.%n",
                                goal.sentence(now), Amounts.duration(since(start)));
                return ExitCode.DONE;
            }
            if (goal.dropped(now) && since(start).compareTo(UNTIL_TAKEN_UP) > 0) {
                return speech.fail(
                        "the cluster has dropped it and goes on as before; see `understudy"
                                + " history` for why");
            }
            interrupted = !paused();
        }
        return speech.fail(
                "it is not complete after %s, and may still go on; see `understudy status`"
                        .formatted(Amounts.duration(since(start))));
    }

    private static boolean paused() {
        try {
            Thread.sleep(BETWEEN_LOOKS);
            return true;
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static Duration since(long start) {
        return Duration.ofNanos(System.nanoTime() - start);
    }
}
