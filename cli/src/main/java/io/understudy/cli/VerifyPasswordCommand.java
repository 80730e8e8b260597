package io.understudy.cli;

import io.understudy.node.users.Argon2;
import io.understudy.node.users.PasswordProgram;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code understudy verify-password}: what a daemon runs when somebody logs in to its page. */
@Command(
        name = "verify-password",
        hidden = true,
        description = "Compares a password with its hash. The daemon runs it.")
final class VerifyPasswordCommand implements Callable<Integer> {

    @Spec private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        try {
            PasswordProgram.answer(System.in, System.out, new Argon2());
            return ExitCode.DONE.status();
        } catch (IOException e) {
            spec.commandLine().getErr().println("understudy: " + e.getMessage());
            return ExitCode.FAILED.status();
        }
    }
}
