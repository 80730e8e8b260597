package io.understudy.demo.stage;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * The programs that the demonstration runs: Understudy, its own on this JVM's class path, and
 * PostgreSQL's.
 */
public final class Programs {

    private static final Path POSTGRESQL = Path.of("/usr/lib/postgresql");
    private static final Duration LONGEST = Duration.ofSeconds(60);

    private final Path understudy;
    private final Hosts hosts;

    /**
     * @param understudy the program as it is installed
     */
    public Programs(Path understudy) {
        this(understudy, Hosts.THIS_MACHINE);
    }

    /** With nodes that have a network of their own. */
    public Programs(Path understudy, Hosts hosts) {
        this.understudy = understudy.toAbsolutePath();
        this.hosts = hosts;
    }

    /** Where a node's programs run. */
    @FunctionalInterface
    public interface Hosts {
        Hosts THIS_MACHINE = (_, command) -> command;

        List<String> on(StageNode node, List<String> command);
    }

    public static boolean isRoot() {
        return "root".equals(System.getProperty("user.name"));
    }

    /** Whom PostgreSQL runs as: never root. */
    static String databaseUser() {
        return isRoot() ? "postgres" : String.valueOf(System.getProperty("user.name"));
    }

    List<String> understudy(StageNode node, String... arguments) {
        List<String> command = new ArrayList<>();
        command.add(understudy.toString());
        command.addAll(List.of(arguments));
        command.addAll(List.of("--home", node.home().toString()));
        return hosts.on(node, command);
    }

    List<String> small(String mainClass) {
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xmx64m",
                "-cp",
                System.getProperty("java.class.path"),
                mainClass);
    }

    /** The newest PostgreSQL that this can work with. */
    public static Optional<Path> postgresql() {
        try (Stream<Path> versions = Files.list(POSTGRESQL)) {
            return versions.filter(version -> Files.isExecutable(version.resolve("bin/initdb")))
                    .max(Comparator.comparingInt(Programs::major))
                    .map(version -> version.resolve("bin"));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** Likewise, where nothing goes without it. */
    public static Path neededPostgresql() throws StageException {
        return postgresql()
                .orElseThrow(() ->
                        new StageException(
                                "needed PostgreSQL 13 to 18, found none under /usr/lib/postgresql;"
                                        + " type: apt-get install postgresql"));
    }

    private static int major(Path version) {
        String name = String.valueOf(version.getFileName());
        return name.chars().allMatch(Character::isDigit) ? Integer.parseInt(name) : 0;
    }

    static List<String> asDatabaseUser(List<String> command) {
        List<String> whole = new ArrayList<>();
        if (isRoot()) {
            whole.addAll(
                    List.of(
                            "setpriv",
                            "--reuid=postgres",
                            "--regid=postgres",
                            "--init-groups",
                            "--"));
        }
        whole.addAll(command);
        return whole;
    }

    /** Runs a program to its end; what it printed comes back, or is in the sentence. */
    static String run(
            List<String> command, Path folder, Map<String, String> environment, Path input)
            throws StageException, InterruptedException {
        try {
            Path output = Files.createTempFile(folder, "run-", ".out");
            ProcessBuilder builder =
                    new ProcessBuilder(command)
                            .directory(folder.toFile())
                            .redirectErrorStream(false)
                            .redirectError(
                                    output.resolveSibling(output.getFileName() + ".err").toFile())
                            .redirectOutput(output.toFile())
                            .redirectInput(input.toFile());
            builder.environment().putAll(environment);
            Process process = builder.start();
            if (!process.waitFor(LONGEST.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new StageException(
                        shown(command) + " did not end within " + LONGEST.toSeconds() + " s");
            }
            String printed = Files.readString(output, StandardCharsets.UTF_8);
            if (process.exitValue() != 0) {
                String complaint =
                        Files.readString(output.resolveSibling(output.getFileName() + ".err"));
                throw new StageException(
                        shown(command)
                                + " ended with status "
                                + process.exitValue()
                                + ": "
                                + complaint.strip());
            }
            return printed;
        } catch (IOException e) {
            throw new StageException(shown(command) + " could not be run: " + e.getMessage());
        }
    }

    static String run(List<String> command, Path folder)
            throws StageException, InterruptedException {
        return run(command, folder, Map.of(), Path.of("/dev/null"));
    }

    /** Starts a program that stays; its output goes to the log. */
    static Process start(
            List<String> command, Path folder, Map<String, String> environment, Path log)
            throws StageException {
        try {
            ProcessBuilder builder =
                    new ProcessBuilder(command)
                            .directory(folder.toFile())
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                            .redirectInput(new File("/dev/null"));
            builder.environment().putAll(environment);
            return builder.start();
        } catch (IOException e) {
            throw new StageException(shown(command) + " could not be started: " + e.getMessage());
        }
    }

    private static String shown(List<String> command) {
        return command.size() > 3
                ? command.getFirst() + " … " + command.getLast()
                : String.join(" ", command);
    }
}
