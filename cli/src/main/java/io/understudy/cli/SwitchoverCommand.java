package io.understudy.cli;

import io.understudy.core.model.NodeId;
import io.understudy.node.overview.Wishes;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code understudy switchover}: a planned move. */
@Command(
        name = "switchover",
        description = "Moves the primary to another node on purpose, losing nothing.")
final class SwitchoverCommand implements Callable<Integer> {

    @ParentCommand private Understudy understudy = new Understudy();
    @Spec private CommandSpec spec = CommandSpec.create();
    @Mixin private ChangeOptions options = new ChangeOptions();

    @Option(
            names = "--to",
            paramLabel = "NODE",
            converter = NodeOption.Converter.class,
            description = "The node that is to be primary (the only other one).")
    private @Nullable NodeId to;

    @Override
    public Integer call() {
        return ClusterCall.change(
                understudy,
                spec.commandLine(),
                options,
                (overview, connection) ->
                        new Wishes(overview, connection.carriers())
                                .switchover(Optional.ofNullable(to), UUID.randomUUID().toString()));
    }
}
