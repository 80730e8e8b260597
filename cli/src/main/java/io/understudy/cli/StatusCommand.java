package io.understudy.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code understudy status}: what all nodes are and see. */
@Command(
        name = "status",
        description = "Shows who is primary, who is in sync, and how each node is.")
final class StatusCommand implements Callable<Integer> {

    @ParentCommand private Understudy understudy = new Understudy();
    @Spec private CommandSpec spec = CommandSpec.create();

    @Option(names = "--watch", description = "Look again each second, until Ctrl-C.")
    private boolean watch;

    @Option(
            names = "--check",
            description = {
                "Print one line for Nagios and its kin: whether a node may be lost now.",
                "Exit status: 0 any may be lost, 1 not every one, 2 not the primary, or nobody"
                        + " serves, 3 nobody answered."
            })
    private boolean check;

    @Mixin private OutputOption output = new OutputOption();

    @Override
    public Integer call() {
        if (check) {
            return new StatusCheck(
                            understudy.home(),
                            spec.commandLine().getOut(),
                            spec.commandLine().getErr())
                    .run();
        }
        return new StatusView(
                        wish(),
                        understudy.terminal(),
                        spec.commandLine().getOut(),
                        spec.commandLine().getErr())
                .show();
    }

    StatusView.Wish wish() {
        return new StatusView.Wish(understudy.home(), output.format(), watch);
    }
}
