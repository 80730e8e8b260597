package io.understudy.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.ParentCommand;

/** {@code understudy notify}: what there is to do with those whom the nodes tell. */
@Command(
        name = "notify",
        description = {
            "Tries the channels through which a node tells people what happens.",
            "They are under notify: in understudy.yaml. What waits to be sent, and which channel"
                    + " fails since when, is in `understudy status`."
        },
        subcommands = {NotifyTestCommand.class})
final class NotifyCommand {

    @ParentCommand private Understudy understudy = new Understudy();

    Understudy understudy() {
        return understudy;
    }
}
