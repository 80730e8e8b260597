package io.understudy.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.ParentCommand;

/** {@code understudy notify}: what there is to do with those whom the nodes tell. */
@Command(
        name = "notify",
        description = {
            "Shows what the nodes have told people, and tries the channels through which they do.",
            "Those are under notify: in understudy.yaml. Which of them fails since when is in"
                    + " `understudy status`, too."
        },
        subcommands = {NotifyShowCommand.class, NotifyTestCommand.class})
final class NotifyCommand {

    @ParentCommand private Understudy understudy = new Understudy();

    Understudy understudy() {
        return understudy;
    }
}
