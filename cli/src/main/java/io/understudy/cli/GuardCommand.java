package io.understudy.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.ParentCommand;

/** {@code understudy guard}: what there is to do with the nodes' guards. */
@Command(
        name = "guard",
        description = {
            "Shows or tries the nodes' guards.",
            "A guard is a small process that ends what serves on its node when the daemon there"
                    + " does not answer in time."
        },
        subcommands = {GuardShowCommand.class, GuardTestCommand.class})
final class GuardCommand {

    @ParentCommand private Understudy understudy = new Understudy();

    Understudy understudy() {
        return understudy;
    }
}
