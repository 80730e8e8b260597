package io.understudy.cli;

import io.understudy.node.identity.Enrolment;
import io.understudy.node.identity.Renewal;
import java.time.InstantSource;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code understudy renew}: a new certificate for the node that made the cluster. */
@Command(
        name = "renew",
        description = {
            "Gives the node that ran init a new certificate, good for two years.",
            "Any other node gets one by joining again, with a fresh token."
        })
final class RenewCommand implements Callable<Integer> {

    @ParentCommand private Understudy understudy = new Understudy();
    @Spec private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        Enrolment enrolment = new Renewal(InstantSource.system()).renew(understudy.home());
        return new EnrolmentPrinter(spec.commandLine(), understudy.home().config().toString())
                .print(
                        enrolment,
                        identity ->
                                "the certificate of %s is good until %s; start its daemon again to use it (its page shows it already)"
                                        .formatted(
                                                identity.name(),
                                                identity.certificate().getNotAfter().toInstant()));
    }
}
