package io.understudy.cli;

import io.understudy.node.identity.NodeHome;
import java.nio.file.Path;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** The program: a list of commands, and what they have in common. */
@Command(
        name = "understudy",
        description =
                "Keeps a CI/CD server running when its host, its database or its network fails.",
        subcommands = {
            InitCommand.class,
            TokenCommand.class,
            JoinCommand.class,
            RenewCommand.class,
            ConfigCommand.class,
            StatusCommand.class,
            HistoryCommand.class,
            DivergedCommand.class,
            SwitchoverCommand.class,
            FailbackCommand.class,
            FailoverCommand.class,
            RejoinCommand.class,
            PauseCommand.class,
            ResumeCommand.class,
            GuardCommand.class,
            NodeCommand.class,
            AdmitCommand.class,
        },
        mixinStandardHelpOptions = true,
        version = "understudy 0.1.0",
        scope = ScopeType.INHERIT,
        exitCodeListHeading = "%nExit status:%n")
public final class Understudy {

    @Option(
            names = "--home",
            paramLabel = "DIR",
            scope = ScopeType.INHERIT,
            defaultValue = "/var/lib/understudy",
            description = "This node's folder (${DEFAULT-VALUE}).")
    private Path home = NodeHome.USUAL;

    private final Terminal terminal;

    Understudy() {
        this(new SystemTerminal());
    }

    Understudy(Terminal terminal) {
        this.terminal = terminal;
    }

    /** The person in front of the program, if there is one. */
    Terminal terminal() {
        return terminal;
    }

    NodeHome home() {
        return new NodeHome(home);
    }

    /** The program with all its commands, as the tests run it, too. */
    static CommandLine commandLine() {
        return commandLine(new SystemTerminal());
    }

    static CommandLine commandLine(Terminal terminal) {
        CommandLine line = new CommandLine(new Understudy(terminal));
        line.setCaseInsensitiveEnumValuesAllowed(true);
        line.setExecutionExceptionHandler(Understudy::failed);
        describeExitCodes(line);
        return line;
    }

    public static void main(String[] arguments) {
        System.exit(commandLine().execute(arguments));
    }

    private static void describeExitCodes(CommandLine line) {
        line.getCommandSpec().usageMessage().exitCodeList(ExitCode.table());
        line.getSubcommands().values().forEach(Understudy::describeExitCodes);
    }

    /** A defect, not a person's mistake: still no stack trace for a person. */
    private static int failed(Exception failure, CommandLine line, CommandLine.ParseResult parsed) {
        line.getErr()
                .println(
                        "understudy: this should not happen, please report it: "
                                + failure.getClass().getSimpleName()
                                + ": "
                                + failure.getMessage());
        return ExitCode.FAILED.status();
    }
}
