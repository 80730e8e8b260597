package io.understudy.demo.stage;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** One process of a node that may be killed, and how it is found. */
enum Victim {
    DAEMON("the daemon"),
    GUARD("the guard"),
    SERVER("the server's leading process"),
    SERVERS_CHILD("a child of the server"),
    POSTMASTER("PostgreSQL's postmaster"),
    BACKEND("a backend"),
    CHECKPOINTER("the checkpointer"),
    WAL_SENDER("the WAL sender"),
    WAL_RECEIVER("the WAL receiver");

    private final String words;

    Victim(String words) {
        this.words = words;
    }

    String words() {
        return words;
    }

    /** Its process on that node; empty while there is none. */
    Optional<ProcessHandle> on(StageNode node) {
        return switch (this) {
            case DAEMON -> in(node.folder(), command -> command.contains("io.understudy.cli"));
            case GUARD ->
                    all(command ->
                            command.contains("understudy-guard\0--home\0" + node.home() + "\0"));
            case SERVER -> in(node.serverFolder(), command -> command.contains("PipelineServer"));
            case SERVERS_CHILD -> in(node.serverFolder(), command -> command.startsWith("sleep\0"));
            case POSTMASTER -> in(node.data(), command -> !command.startsWith("postgres: "));
            case BACKEND -> postgres(node, "pipelines");
            case CHECKPOINTER -> postgres(node, "checkpointer");
            // The daemon's own connection is called one, too, and sends nothing.
            case WAL_SENDER -> postgres(node, " walsender ", " streaming ");
            case WAL_RECEIVER -> postgres(node, "walreceiver");
        };
    }

    private static Optional<ProcessHandle> postgres(StageNode node, String... names) {
        return in(
                node.data(),
                command ->
                        command.startsWith("postgres: ")
                                && Stream.of(names).allMatch(command::contains));
    }

    private static Optional<ProcessHandle> in(Path folder, Predicate<String> command) {
        return NodeProcesses.in(folder).stream()
                .filter(process -> command.test(commandOf(process)))
                .findFirst();
    }

    private static Optional<ProcessHandle> all(Predicate<String> command) {
        try (Stream<ProcessHandle> processes = ProcessHandle.allProcesses()) {
            return processes.filter(process -> command.test(commandOf(process))).findFirst();
        }
    }

    /** With its arguments, each ended by NUL; empty of a process that is gone. */
    private static String commandOf(ProcessHandle process) {
        try {
            return Files.readString(
                    Path.of("/proc", Long.toString(process.pid()), "cmdline"),
                    StandardCharsets.ISO_8859_1);
        } catch (IOException _) {
            return "";
        }
    }
}
