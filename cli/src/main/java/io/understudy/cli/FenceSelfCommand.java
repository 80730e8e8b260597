package io.understudy.cli;

import io.understudy.core.action.Outcome;
import io.understudy.core.model.Epoch;
import io.understudy.node.FenceSelf;
import io.understudy.node.Unstartable;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** {@code understudy fence-self}: what a winner runs on another host; not for a person. */
@Command(
        name = "fence-self",
        hidden = true,
        description = {
            "Stops what serves on this host in any epoch before the one given, and prints a"
                    + " receipt.",
            "A node that has taken over runs it by ssh, where fence: says so."
        })
final class FenceSelfCommand implements Callable<Integer> {

    @ParentCommand private Understudy understudy = new Understudy();
    @Spec private CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--epoch",
            paramLabel = "N",
            required = true,
            converter = EpochConverter.class,
            description = "The epoch that the winner holds.")
    private Epoch epoch = Epoch.NONE;

    @Option(names = "--test", description = "Say whether it would work, and stop nothing.")
    private boolean test;

    /** A number of 0 or more. */
    static final class EpochConverter implements ITypeConverter<Epoch> {
        @Override
        public Epoch convert(String text) {
            if (!text.matches("[0-9]{1,18}")) {
                throw new TypeConversionException(
                        "needed the number of an epoch, such as 3, found '" + text + "'");
            }
            return new Epoch(Long.parseLong(text));
        }
    }

    @Override
    public Integer call() throws InterruptedException {
        try (FenceSelf self = FenceSelf.of(understudy.home())) {
            return test
                    ? told(self.test(), self.testLine())
                    : told(self.stop(epoch), self.receipt(epoch));
        } catch (Unstartable e) {
            return complain(String.valueOf(e.getMessage()), ExitCode.USAGE);
        }
    }

    private int told(Outcome outcome, String line) {
        return switch (outcome) {
            case Outcome.Done() -> {
                spec.commandLine().getOut().println(line);
                spec.commandLine().getOut().flush();
                yield ExitCode.DONE.status();
            }
            case Outcome.Refused(String why) -> complain(why, ExitCode.REFUSED);
            case Outcome.Failed(String why) -> complain(why, ExitCode.FAILED);
            case Outcome.NotYet(String why) -> complain(why, ExitCode.FAILED);
            case Outcome.Unknown(String why) -> complain(why, ExitCode.FAILED);
        };
    }

    private int complain(String why, ExitCode code) {
        spec.commandLine().getErr().println("understudy: " + why);
        return code.status();
    }
}
