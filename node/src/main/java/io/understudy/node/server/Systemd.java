package io.understudy.node.server;

import io.understudy.node.process.Program;
import io.understudy.node.process.ProgramRunner;
import io.understudy.node.process.RunResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The systemd of a host. Any thread may call; calls block at most about as long as their deadline.
 *
 * @param into what comes before a command that is to run on that host; nothing on this one
 * @param files that host's root directory
 * @param groups the folder of its control groups
 */
public record Systemd(List<String> into, Path files, Path groups) {

    private static final ProgramRunner RUNNER = new ProgramRunner();
    private static final Path MOUNTED = Path.of("/sys/fs/cgroup");

    public Systemd {
        into = List.copyOf(into);
    }

    /** What came of a command. */
    sealed interface Said {
        /** It did what it was told. */
        record Well(String output) implements Said {}

        /**
         * It did not.
         *
         * @param why as the end of a sentence
         */
        record No(String why) implements Said {}
    }

    /** That of the host that the daemon runs on. */
    public static Systemd ofThisHost() {
        return new Systemd(List.of(), Path.of("/"), mounted().resolve(base().substring(1)));
    }

    /**
     * The control group that all of systemd's are below, as processes name theirs: more than a
     * slash where systemd is itself in a container without a view of its own.
     */
    public static String base() {
        try {
            return Files.readAllLines(Path.of("/proc/1/cgroup")).stream()
                    .map(line -> line.substring(line.indexOf(':', line.indexOf(':') + 1) + 1))
                    .filter(group -> group.endsWith("/init.scope"))
                    .findFirst()
                    .map(group -> group.substring(0, group.length() - "init.scope".length()))
                    .orElse("/");
        } catch (IOException _) {
            return "/";
        }
    }

    /** All in one tree, or beside the older trees, or only in these. */
    private static Path mounted() {
        if (Files.exists(MOUNTED.resolve("cgroup.controllers"))) {
            return MOUNTED;
        }
        Path beside = MOUNTED.resolve("unified");
        return Files.isDirectory(beside) ? beside : MOUNTED.resolve("systemd");
    }

    /** Whether it is what started this host. */
    boolean runs() {
        return Files.isDirectory(file("/run/systemd/system"));
    }

    /** A file of that host's. */
    Path file(String path) {
        return files.resolve(path.substring(1));
    }

    Said control(Duration deadline, String... words) {
        return run(deadline, "systemctl", words);
    }

    /** The last line that a run of a unit left in the journal. */
    Optional<String> lastLine(String invocation, Duration deadline) {
        return switch (run(
                deadline,
                "journalctl",
                "_SYSTEMD_INVOCATION_ID=" + invocation,
                "--lines=1",
                "--output=cat",
                "--quiet",
                "--no-pager")) {
            case Said.Well(String output) ->
                    Optional.of(output.strip()).filter(line -> !line.isEmpty());
            case Said.No _ -> Optional.empty();
        };
    }

    private Said run(Duration deadline, String program, String... words) {
        List<String> command = new ArrayList<>(into);
        command.add(program);
        command.addAll(List.of(words));
        try {
            return switch (RUNNER.run(Program.of(command.toArray(String[]::new)), deadline)) {
                case RunResult.Exited(int status, String output, String _) when status == 0 ->
                        new Said.Well(output);
                case RunResult.Exited(int status, String output, String errors) ->
                        new Said.No(
                                (errors + output)
                                        .lines()
                                        .filter(line -> !line.isBlank())
                                        .findFirst()
                                        .orElse(program + " ended with status " + status));
                case RunResult.TimedOut _ ->
                        new Said.No(
                                "%s gave no answer within %d ms"
                                        .formatted(program, deadline.toMillis()));
                case RunResult.NotStarted(String why) -> new Said.No(why);
            };
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return new Said.No("the wait for " + program + " was interrupted");
        }
    }
}
