package io.understudy.cli;

import io.understudy.node.config.ConfigResult;
import io.understudy.node.identity.Enrolment;
import io.understudy.node.identity.Identity;
import java.util.function.Function;
import picocli.CommandLine;

/**
 * Tells a person what became of giving a node its identity.
 *
 * @param configFile what to call the configuration in its mistakes
 */
record EnrolmentPrinter(CommandLine line, String configFile) {

    int print(Enrolment enrolment, Function<Identity, String> success) {
        return switch (enrolment) {
            case Enrolment.Enrolled(Identity identity) -> {
                line.getOut().println(success.apply(identity));
                yield ExitCode.DONE.status();
            }
            case Enrolment.Refused(String why) -> problem(why, ExitCode.REFUSED);
            case Enrolment.Failed(String why) -> problem(why, ExitCode.FAILED);
            case Enrolment.BadConfig(var mistakes) -> {
                line.getErr().println(new ConfigResult.Mistakes(mistakes).text(configFile));
                yield ExitCode.USAGE.status();
            }
        };
    }

    private int problem(String why, ExitCode code) {
        line.getErr().println("understudy: " + why);
        return code.status();
    }
}
