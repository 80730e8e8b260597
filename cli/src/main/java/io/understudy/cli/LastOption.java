package io.understudy.cli;

import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** How much of the past a command shows. */
final class LastOption {

    /** More nobody gets from a node at once. */
    private static final int MOST = 1000;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command = CommandSpec.create();

    @Option(
            names = "--last",
            paramLabel = "N",
            defaultValue = "20",
            description = "How many of the latest, at most 1000 (${DEFAULT-VALUE}).")
    private int last;

    /** Throws picocli's complaint where it is none that can be shown. */
    int count() {
        if (last < 1 || last > MOST) {
            throw new CommandLine.ParameterException(
                    command.commandLine(), "needed --last to be 1 to 1000, found " + last);
        }
        return last;
    }
}
