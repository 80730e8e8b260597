package io.understudy.cli;

import io.understudy.core.model.NodeId;
import io.understudy.node.overview.Amounts;
import io.understudy.node.overview.Choice;
import io.understudy.node.overview.Overview;
import io.understudy.node.overview.Wishes;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code understudy failback}: the move home, once home is in sync. */
@Command(
        name = "failback",
        description = {
            "Moves the primary home, once home is in sync, losing nothing.",
            "Home is the first node in understudy.yaml that carries a database."
        })
final class FailbackCommand implements Callable<Integer> {

    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(500);

    @ParentCommand private Understudy understudy = new Understudy();
    @Spec private CommandSpec spec = CommandSpec.create();
    @Mixin private ChangeOptions options = new ChangeOptions();

    @Option(
            names = "--timeout",
            paramLabel = "TIME",
            defaultValue = "30m",
            converter = ChangeOptions.DurationConverter.class,
            description = "How long to wait until home is in sync (${DEFAULT-VALUE}).")
    private Duration timeout = Duration.ofMinutes(30);

    @Override
    public Integer call() {
        Change.Speech speech =
                new Change.Speech(out(), spec.commandLine().getErr(), understudy.terminal());
        return ClusterCall.with(
                understudy, spec.commandLine(), connection -> comeHome(connection, speech));
    }

    private ExitCode comeHome(Connection connection, Change.Speech speech) {
        NodeId home = connection.carriers().getFirst();
        Change move = new Change(connection, speech, options);
        Overview before = connection.survey();
        return switch (Homecoming.of(before, home)) {
            case Homecoming.AtHome _, Homecoming.Never _, Homecoming.Ready _ ->
                    move.run(overview -> choice(overview, connection, home));
            case Homecoming.NotYet _ when before.nobodyAnswered() ->
                    move.run(overview -> choice(overview, connection, home));
            case Homecoming.NotYet(String why) -> {
                plan(home, why);
                if (!speech.agreed(options.yes())) {
                    yield ExitCode.REFUSED;
                }
                Optional<String> late = await(connection, home);
                yield late.isPresent()
                        ? speech.fail(late.get())
                        : move.alreadyAgreed().run(overview -> choice(overview, connection, home));
            }
        };
    }

    private void plan(NodeId home, String why) {
        List<String> steps =
                List.of(
                        "wait until "
                                + home
                                + " is in sync, at most "
                                + Amounts.duration(timeout)
                                + " (now: "
                                + why
                                + ")",
                        "switch over to " + home);
        out().println("The plan:");
        for (int i = 0; i < steps.size(); i++) {
            out().printf(Locale.ROOT, "  %d. %s%n", i + 1, steps.get(i));
        }
        out().println(
                        "At risk: no acknowledged commit; builds that run meanwhile are interrupted"
                                + " for some seconds.");
        out().flush();
    }

    /** Waits, telling each change; says why it was in vain. */
    private Optional<String> await(Connection connection, NodeId home) {
        long end = System.nanoTime() + timeout.toNanos();
        String told = "";
        while (true) {
            if (!(Homecoming.of(connection.glance(), home)
                    instanceof Homecoming.NotYet(String why))) {
                return Optional.empty();
            }
            if (!why.equals(told)) {
                out().println("   waiting: " + why);
                out().flush();
                told = why;
            }
            if (System.nanoTime() - end >= 0 || !paused()) {
                return Optional.of(
                        "needed %s in sync within %s, found: %s; nothing was changed. See understudy status, and ask again"
                                .formatted(home, Amounts.duration(timeout), why));
            }
        }
    }

    private static Choice choice(Overview overview, Connection connection, NodeId home) {
        return switch (Homecoming.of(overview, home)) {
            case Homecoming.AtHome(String why) -> new Choice.Already(why);
            case Homecoming.Never(String why, String remedy) -> new Choice.Impossible(why, remedy);
            case Homecoming.NotYet _, Homecoming.Ready _ ->
                    new Wishes(overview, connection.carriers())
                            .switchover(Optional.of(home), UUID.randomUUID().toString());
        };
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

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }
}
