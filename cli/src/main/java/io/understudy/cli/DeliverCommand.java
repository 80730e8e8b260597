package io.understudy.cli;

import io.understudy.node.notify.DeliveryProgram;
import io.understudy.node.notify.NetworkCourier;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code understudy deliver}: what a daemon runs to send a notice over the network. */
@Command(
        name = "deliver",
        hidden = true,
        description = "Sends a notice to a webhook or a mail server. The daemon runs it.")
final class DeliverCommand implements Callable<Integer> {

    @Spec private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        try {
            DeliveryProgram.answer(System.in, System.out, new NetworkCourier());
            return ExitCode.DONE.status();
        } catch (IOException e) {
            spec.commandLine().getErr().println("understudy: " + e.getMessage());
            return ExitCode.FAILED.status();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return ExitCode.FAILED.status();
        }
    }
}
