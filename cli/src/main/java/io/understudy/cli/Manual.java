package io.understudy.cli;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;

/**
 * Writes the manual page and the shell's completion from the commands themselves, for a package.
 */
final class Manual {

    private Manual() {}

    /**
     * Writes {@code understudy.1} and {@code understudy.bash}.
     *
     * @param arguments the folder to write them to
     */
    public static void main(String[] arguments) throws IOException {
        Path folder = Path.of(arguments[0]);
        CommandLine line = Understudy.commandLine();
        try (PrintStream page =
                new PrintStream(
                        Files.newOutputStream(folder.resolve("understudy.1")),
                        false,
                        StandardCharsets.UTF_8)) {
            write(line, page);
        }
        Files.writeString(folder.resolve("understudy.bash"), AutoComplete.bash("understudy", line));
    }

    private static void write(CommandLine line, PrintStream page) {
        page.println(".TH UNDERSTUDY 1 \"\" \"Understudy\" \"User Commands\"");
        page.println(".SH NAME");
        page.println("understudy \\- keep a CI/CD server running on one of two hosts");
        page.println(".SH SYNOPSIS");
        page.println(".B understudy");
        page.println("[\\fIOPTION\\fR] \\fICOMMAND\\fR ...");
        page.println(".SH DESCRIPTION");
        verbatim(line, page);
        page.println(".SH COMMANDS");
        commands(line, page);
        page.println(".SH FILES");
        file("/etc/understudy/understudy.yaml", "where to write the cluster's file first", page);
        file("/var/lib/understudy", "this node's folder: its keys, its file, its logs", page);
        file("/etc/default/understudy", "the environment of the daemon", page);
        page.println(".SH SEE ALSO");
        page.println(".BR systemctl (1),");
        page.println("/usr/share/doc/understudy");
    }

    private static void commands(CommandLine line, PrintStream page) {
        line.getSubcommands()
                .forEach((name, command) -> {
                    if (name.equals("help")) {
                        return;
                    }
                    page.println(".SS " + command.getCommandSpec().qualifiedName());
                    verbatim(command, page);
                    commands(command, page);
                });
    }

    private static void verbatim(CommandLine line, PrintStream page) {
        page.println(".nf");
        line.getUsageMessage(Ansi.OFF).lines().map(Manual::roff).forEach(page::println);
        page.println(".fi");
    }

    private static void file(String name, String what, PrintStream page) {
        List.of(".TP", ".I " + roff(name), roff(what)).forEach(page::println);
    }

    /** A line that troff takes as it stands. */
    private static String roff(String line) {
        String plain = line.replace("\\", "\\e").replace("-", "\\-");
        return plain.startsWith(".") || plain.startsWith("'") ? "\\&" + plain : plain;
    }
}
