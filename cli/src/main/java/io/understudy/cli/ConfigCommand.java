package io.understudy.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.ParentCommand;

/** {@code understudy config}: what there is to do with the configuration. */
@Command(
        name = "config",
        description = "Checks the configuration.",
        subcommands = ConfigCheckCommand.class)
final class ConfigCommand {

    @ParentCommand private Understudy understudy = new Understudy();

    Understudy understudy() {
        return understudy;
    }
}
