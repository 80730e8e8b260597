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

/** {@code understudy rejoin}: repairs a node's data so that it follows the primary. */
@Command(
        name = "rejoin",
        description = "Repairs a node's data now, so that it follows the primary again.")
final class RejoinCommand implements Callable<Integer> {

    @ParentCommand private Understudy understudy = new Understudy();
    @Spec private CommandSpec spec = CommandSpec.create();
    @Mixin private ChangeOptions options = new ChangeOptions();

    @Option(
            names = "--node",
            paramLabel = "NODE",
            converter = NodeOption.Converter.class,
            description = "Whose data (this node's).")
    private @Nullable NodeId node;

    @Option(
            names = "--copy",
            description = "By a new copy of the primary's, even where going back might do.")
    private boolean copy;

    @Override
    public Integer call() {
        return ClusterCall.change(
                understudy,
                spec.commandLine(),
                options,
                (overview, connection) ->
                        new Wishes(overview, connection.carriers())
                                .rejoin(
                                        Optional.ofNullable(node).orElseGet(connection::self),
                                        copy));
    }
}
