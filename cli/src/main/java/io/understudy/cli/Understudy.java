package io.understudy.cli;

import io.understudy.node.identity.NodeHome;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** The program: a list of commands, and what they have in common. */
@Command(
        name = "understudy",
        description =
                "Keeps a CI/CD server running when its host, its database or its network fails.",
        mixinStandardHelpOptions = true,
        version = "understudy 0.1.0",
        scope = ScopeType.INHERIT,
        exitCodeListHeading = "%nExit status:%n")
public final class Understudy {

    /** In the order of the help. */
    private static final List<Map.Entry<String, Class<?>>> COMMANDS =
            List.of(
                    Map.entry("init", InitCommand.class),
                    Map.entry("token", TokenCommand.class),
                    Map.entry("join", JoinCommand.class),
                    Map.entry("renew", RenewCommand.class),
                    Map.entry("config", ConfigCommand.class),
                    Map.entry("status", StatusCommand.class),
                    Map.entry("history", HistoryCommand.class),
                    Map.entry("why", WhyCommand.class),
                    Map.entry("diverged", DivergedCommand.class),
                    Map.entry("switchover", SwitchoverCommand.class),
                    Map.entry("failback", FailbackCommand.class),
                    Map.entry("failover", FailoverCommand.class),
                    Map.entry("rejoin", RejoinCommand.class),
                    Map.entry("pause", PauseCommand.class),
                    Map.entry("resume", ResumeCommand.class),
                    Map.entry("guard", GuardCommand.class),
                    Map.entry("fence", FenceCommand.class),
                    Map.entry("notify", NotifyCommand.class),
                    Map.entry("user", UserCommand.class),
                    Map.entry("address", AddressCommand.class),
                    Map.entry("leave", LeaveCommand.class),
                    Map.entry("node", NodeCommand.class),
                    Map.entry("admit", AdmitCommand.class),
                    Map.entry("verify-password", VerifyPasswordCommand.class),
                    Map.entry("deliver", DeliverCommand.class),
                    Map.entry("fence-self", FenceSelfCommand.class));

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
        return commandLine(terminal, COMMANDS);
    }

    private static CommandLine commandLine(
            Terminal terminal, List<Map.Entry<String, Class<?>>> commands) {
        CommandLine line = new CommandLine(new Understudy(terminal));
        commands.forEach(command -> line.addSubcommand(command.getKey(), command.getValue()));
        line.setCaseInsensitiveEnumValuesAllowed(true);
        line.setExecutionExceptionHandler((failure, _, _) -> failed(failure, line.getErr()));
        describeExitCodes(line);
        return line;
    }

    public static void main(String[] arguments) {
        List<String> words = List.of(arguments);
        Terminal terminal = new SystemTerminal();
        System.exit(
                PlainStatus.of(words)
                        .map(wish -> plain(wish, terminal))
                        .orElseGet(() -> commandLine(terminal, meant(words)).execute(arguments)));
    }

    private static int plain(StatusView.Wish wish, Terminal terminal) {
        PrintWriter err = new PrintWriter(System.err, true, System.err.charset());
        try {
            PrintWriter out = new PrintWriter(System.out, false, System.out.charset());
            return new StatusView(wish, terminal, out, err).show();
        } catch (RuntimeException e) {
            return failed(e, err);
        }
    }

    /**
     * The commands that one of these words may mean, or else all. To know a command takes some
     * milliseconds, of which a person who asks for one need not wait for thirteen others.
     */
    private static List<Map.Entry<String, Class<?>>> meant(List<String> words) {
        List<Map.Entry<String, Class<?>>> meant =
                COMMANDS.stream().filter(command -> words.contains(command.getKey())).toList();
        return meant.isEmpty() ? COMMANDS : meant;
    }

    private static void describeExitCodes(CommandLine line) {
        line.getCommandSpec().usageMessage().exitCodeList(ExitCode.table());
        line.getSubcommands().values().forEach(Understudy::describeExitCodes);
    }

    /** A defect, not a person's mistake: still no stack trace for a person. */
    private static int failed(Exception failure, PrintWriter err) {
        err.println(
                "understudy: this should not happen, please report it: "
                        + failure.getClass().getSimpleName()
                        + ": "
                        + failure.getMessage());
        return ExitCode.FAILED.status();
    }
}
