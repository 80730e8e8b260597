package io.understudy.cli;

import io.understudy.core.action.Outcome;
import io.understudy.core.model.NodeId;
import io.understudy.node.diverged.Incident;
import io.understudy.node.diverged.IncidentText;
import io.understudy.node.overview.Amounts;
import io.understudy.node.overview.Table;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code understudy diverged}: what a node once had alone, and keeps. */
@Command(
        name = "diverged",
        description = {
            "Shows what a node wrote that the primary does not have: it was kept before the node's",
            "data became the primary's again. Nothing of it is deleted but by discard."
        })
final class DivergedCommand {

    private static final Duration DEADLINE = Duration.ofSeconds(10);

    @ParentCommand private Understudy understudy = new Understudy();
    @Spec private CommandSpec spec = CommandSpec.create();

    /** Which node, and how to print. */
    static final class Options {
        @Option(
                names = "--node",
                paramLabel = "NODE",
                converter = NodeOption.Converter.class,
                description = "Who keeps it (this node).")
        private @Nullable NodeId node;

        @Mixin private OutputOption output = new OutputOption();

        NodeId of(Connection connection) {
            return Optional.ofNullable(node).orElseGet(connection::self);
        }
    }

    @Command(name = "list", description = "Lists it, oldest first.")
    int list(@Mixin Options options) {
        return ClusterCall.with(
                understudy,
                spec.commandLine(),
                connection ->
                        answers()
                                .of(
                                        connection
                                                .client()
                                                .diverged(options.of(connection), DEADLINE),
                                        ExitCode.FAILED,
                                        found -> print(found, options)));
    }

    @Command(name = "show", description = "Shows what one of them held, with its rows.")
    int show(
            @Parameters(paramLabel = "ID", description = "As list names it.") String id,
            @Mixin Options options) {
        checkId(id);
        return ClusterCall.with(
                understudy,
                spec.commandLine(),
                connection ->
                        answers()
                                .of(
                                        connection
                                                .client()
                                                .diverged(options.of(connection), id, DEADLINE),
                                        ExitCode.FAILED,
                                        found -> print(found, options)));
    }

    @Command(
            name = "discard",
            description = "Deletes one of them with its log and old data, for ever.")
    int discard(
            @Parameters(paramLabel = "ID", description = "As list names it.") String id,
            @Mixin Options options,
            @Option(
                            names = {"--yes", "-y"},
                            description = "Do not ask; for scripts.")
                    boolean yes) {
        checkId(id);
        Change.Speech speech =
                new Change.Speech(out(), spec.commandLine().getErr(), understudy.terminal());
        return ClusterCall.with(
                understudy,
                spec.commandLine(),
                connection -> {
                    NodeId node = options.of(connection);
                    return answers()
                            .of(
                                    connection.client().diverged(node, id, DEADLINE),
                                    ExitCode.FAILED,
                                    found -> {
                                        plan(node, found);
                                        return speech.agreed(yes)
                                                ? discarded(
                                                        connection
                                                                .client()
                                                                .discard(node, id, DEADLINE),
                                                        id)
                                                : ExitCode.REFUSED;
                                    });
                });
    }

    private void plan(NodeId node, Incident incident) {
        out().println("The plan:");
        out().printf(
                        Locale.ROOT,
                        "  1. delete %s of log that %s keeps%s%n",
                        Amounts.bytes(incident.logBytes()),
                        node,
                        incident.oldData()
                                .map(old -> ", and its old data, " + old.name())
                                .orElse(""));
        out().println(
                        "At risk: "
                                + incident.contents().summary()
                                + " that only "
                                + node
                                + " held, for ever.");
        out().flush();
    }

    private ExitCode discarded(Outcome outcome, String id) {
        return switch (outcome) {
            case Outcome.Done() -> {
                out().println("Done: " + id + " is deleted.");
                yield ExitCode.DONE;
            }
            case Outcome.Refused(String why) -> say("refused: " + why, ExitCode.REFUSED);
            case Outcome.Failed(String why) -> say(why, ExitCode.FAILED);
            case Outcome.NotYet(String why) -> say("not yet: " + why, ExitCode.FAILED);
            case Outcome.Unknown(String why) ->
                    say(why + "; see understudy diverged list", ExitCode.FAILED);
        };
    }

    private ExitCode print(List<Incident> found, Options options) {
        options.output.print(
                spec.commandLine(),
                () -> {
                    List<List<String>> rows = new ArrayList<>();
                    rows.add(List.of("ID", "FROM", "FORK", "LOG", "OLD DATA", "HELD"));
                    found.forEach(incident -> rows.add(row(incident)));
                    return Table.lines(rows);
                },
                found);
        return ExitCode.DONE;
    }

    private static List<String> row(Incident incident) {
        return List.of(
                incident.id(),
                incident.source().name(),
                incident.span().fork().toString(),
                Amounts.bytes(incident.logBytes()),
                incident.oldData().map(Incident.OldData::name).orElse("-"),
                incident.contents().summary());
    }

    private ExitCode print(Incident found, Options options) {
        options.output.print(spec.commandLine(), () -> IncidentText.of(found), found);
        return ExitCode.DONE;
    }

    private Answers answers() {
        return new Answers(spec.commandLine().getErr());
    }

    private void checkId(String id) {
        if (!Incident.isId(id)) {
            throw new CommandLine.ParameterException(
                    spec.commandLine(),
                    "needed an ID as understudy diverged list names it, found '" + id + "'");
        }
    }

    private ExitCode say(String why, ExitCode code) {
        spec.commandLine().getErr().println("understudy: " + why);
        return code;
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }
}
