package io.understudy.cli;

import io.understudy.core.model.NodeId;
import io.understudy.node.api.NodeReport;
import io.understudy.node.api.Wire;
import io.understudy.node.overview.Overview;
import io.understudy.node.overview.Paint;
import io.understudy.node.overview.StatusText;
import java.io.PrintWriter;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code understudy status}: what all nodes are and see. */
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

    @Override
    public Integer call() {
        return ClusterCall.with(
                understudy,
                spec.commandLine(),
                connection -> watch ? keepShowing(connection) : show(connection.survey()));
    }

    private ExitCode keepShowing(Connection connection) {
        boolean screen = understudy.terminal().interactive() && format == OutputFormat.TEXT;
        ExitCode latest = ExitCode.DONE;
        while (!Thread.currentThread().isInterrupted()) {
            Overview overview = connection.survey();
            out().print(screen ? CLEAR_SCREEN : "");
            latest = show(overview);
            out().print(screen || format == OutputFormat.JSON ? "" : "\n");
            out().flush();
            sleep();
        }
        return latest;
    }

    private ExitCode show(Overview overview) {
        switch (format) {
            case TEXT ->
                    new StatusText(new Paint(understudy.terminal().colours()))
                            .of(overview)
                            .forEach(out()::println);
            case JSON -> {
                ClusterStatus status = ClusterStatus.of(overview);
                Wire wire = new Wire();
                out().println(watch ? wire.write(status) : wire.writeIndented(status));
            }
        }
        out().flush();
        return overview.nobodyAnswered() ? ExitCode.NOBODY : ExitCode.DONE;
    }

    /** The shape of {@code -o json}. */
    record ClusterStatus(List<NodeStatus> nodes) {
        ClusterStatus {
            nodes = List.copyOf(nodes);
        }

        static ClusterStatus of(Overview overview) {
            return new ClusterStatus(
                    overview.sightings().stream()
                            .map(sighting ->
                                    new NodeStatus(
                                            sighting.node(), sighting.report(), sighting.silence()))
                            .toList());
        }
    }

    /**
     * One node.
     *
     * @param report what it said
     * @param silence how it did not answer
     */
    record NodeStatus(NodeId node, Optional<NodeReport> report, Optional<String> silence) {}

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
