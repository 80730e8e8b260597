package io.understudy.cli;

import io.understudy.node.Daemon;
import io.understudy.node.Unstartable;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code understudy node}: the daemon. */
@Command(
        name = "node",
        description = {
            "Runs this node of the cluster until it gets a signal to end, or is told to leave.",
            "After a signal, what it runs goes on under its guard, so that it can be started"
                    + " again; understudy leave ends all of it. On each host a service manager"
                    + " runs it."
        })
final class NodeCommand implements Callable<Integer> {

    @ParentCommand private Understudy understudy = new Understudy();
    @Spec private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        try {
            Optional<String> trouble = Daemon.run(understudy.home());
            trouble.ifPresent(this::complain);
            return (trouble.isEmpty() ? ExitCode.DONE : ExitCode.FAILED).status();
        } catch (Unstartable e) {
            complain(String.valueOf(e.getMessage()));
            return ExitCode.USAGE.status();
        }
    }

    private void complain(String sentence) {
        spec.commandLine().getErr().println("understudy: " + sentence);
    }
}
