package io.understudy.cli;

import io.understudy.node.identity.Enrolment;
import io.understudy.node.identity.JoinToken;
import io.understudy.node.identity.Joining;
import java.io.Console;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code understudy join}: brings this node into a cluster. */
@Command(
        name = "join",
        description =
                "Brings this node into a cluster with a token that `understudy token` printed.")
final class JoinCommand implements Callable<Integer> {

    /** Longer than the founder takes at most, which says what is wrong. */
    private static final Duration DEADLINE = Duration.ofSeconds(35);

    private static final String STANDARD_INPUT = "-";
    private static final int MOST_BYTES = 64 * 1024;

    @ParentCommand private Understudy understudy = new Understudy();
    @Spec private CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--token",
            paramLabel = "FILE",
            arity = "0..1",
            defaultValue = STANDARD_INPUT,
            fallbackValue = STANDARD_INPUT,
            description = {
                "A file with the token, or - for standard input, which is asked for on a terminal.",
                "Never the token itself: other users see a command's arguments."
            })
    private String source = STANDARD_INPUT;

    @Override
    public Integer call() {
        if (JoinToken.looksLikeOne(source)) {
            return wrong(
                    "needed a file with the token or - for standard input, found the token itself,"
                            + " which every user of this host sees in the list of processes; make a"
                            + " new one, and pass it by a pipe");
        }
        try {
            Optional<JoinToken> token = JoinToken.parse(read());
            if (token.isEmpty()) {
                return wrong(
                        "needed a whole token as `understudy token` prints it, found something"
                                + " else; copy it again");
            }
            return join(token.get());
        } catch (IOException e) {
            return wrong("needed to read the token from %s: %s".formatted(source, e.getMessage()));
        }
    }

    private int join(JoinToken token) {
        Enrolment enrolment =
                new Joining(InstantSource.system(), DEADLINE).join(token, understudy.home());
        return new EnrolmentPrinter(spec.commandLine(), "understudy.yaml of " + token.founder())
                .print(
                        enrolment,
                        identity ->
                                "%s has joined the cluster %s; type: understudy node"
                                        .formatted(identity.name(), identity.cluster()));
    }

    private String read() throws IOException {
        if (!source.equals(STANDARD_INPUT)) {
            return Files.readString(Path.of(source));
        }
        Optional<Console> terminal =
                Optional.ofNullable(System.console()).filter(Console::isTerminal);
        if (terminal.isPresent()) {
            char[] typed = terminal.get().readPassword("token: ");
            return typed == null ? "" : new String(typed);
        }
        return new String(System.in.readNBytes(MOST_BYTES), StandardCharsets.UTF_8);
    }

    private int wrong(String sentence) {
        spec.commandLine().getErr().println("understudy: " + sentence);
        return ExitCode.USAGE.status();
    }
}
