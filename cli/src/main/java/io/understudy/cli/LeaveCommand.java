package io.understudy.cli;

import io.understudy.core.model.NodeId;
import io.understudy.node.overview.Wishes;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code understudy leave}: ends a node's daemon and all that it runs. */
@Command(
        name = "leave",
        description = {
            "Ends a node's daemon and all that it runs; a primary gives its place away first.",
            "To start a daemon anew, as for a newer version, end it by a signal instead."
        })
final class LeaveCommand implements Callable<Integer> {

    @ParentCommand private Understudy understudy = new Understudy();
    @Spec private CommandSpec spec = CommandSpec.create();
    @Mixin private ChangeOptions options = new ChangeOptions();

    @Option(
            names = "--node",
            paramLabel = "NODE",
            converter = NodeOption.Converter.class,
            description = "Which node (this one).")
    private @Nullable NodeId node;

    @Override
    public Integer call() {
        return ClusterCall.change(
                understudy,
                spec.commandLine(),
                options,
                (overview, connection) ->
                        new Wishes(overview, connection.carriers())
                                .leave(Optional.ofNullable(node).orElseGet(connection::self)));
    }
}
