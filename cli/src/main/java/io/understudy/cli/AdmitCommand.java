package io.understudy.cli;

import io.understudy.node.identity.Admission;
import io.understudy.node.identity.AdmissionProgram;
import java.io.IOException;
import java.time.InstantSource;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code understudy admit}: what the founder's daemon runs when a node joins; not for a person. */
@Command(
        name = "admit",
        hidden = true,
        description = "Signs for one node that joins. The founder's daemon runs it.")
final class AdmitCommand implements Callable<Integer> {

    @ParentCommand private Understudy understudy = new Understudy();
    @Spec private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        try {
            AdmissionProgram.answer(
                    System.in,
                    System.out,
                    new Admission(understudy.home(), InstantSource.system()));
            return ExitCode.DONE.status();
        } catch (IOException e) {
            spec.commandLine().getErr().println("understudy: " + e.getMessage());
            return ExitCode.FAILED.status();
        }
    }
}
