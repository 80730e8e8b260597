package io.understudy.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.ParentCommand;

/** {@code understudy fence}: what there is to do with the ways in which nodes stop each other. */
@Command(
        name = "fence",
        description = "Tries the ways in which a node makes sure that another one has stopped.",
        subcommands = {FenceTestCommand.class})
final class FenceCommand {

    @ParentCommand private Understudy understudy = new Understudy();

    Understudy understudy() {
        return understudy;
    }
}
