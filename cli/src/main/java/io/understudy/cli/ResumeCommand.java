package io.understudy.cli;

import io.understudy.node.overview.Goal;
import io.understudy.node.overview.Wishes;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code understudy resume}: ends a pause. */
@Command(name = "resume", description = "Ends a pause: the cluster may move by itself again.")
final class ResumeCommand implements Callable<Integer> {

    @ParentCommand private Understudy understudy = new Understudy();
    @Spec private CommandSpec spec = CommandSpec.create();
    @Mixin private ChangeOptions options = new ChangeOptions();

    @Override
    public Integer call() {
        return ClusterCall.change(
                understudy,
                spec.commandLine(),
                options,
                (overview, connection) ->
                        new Wishes(overview, connection.carriers())
                                .mode(
                                        new io.understudy.core.action.Command.Resume(),
                                        new Goal.MovesByItself()));
    }
}
