package io.understudy.node.process;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Prepares a program to run in a session of its own, as its own user. */
final class Launcher {

    private static final List<String> OWN_SESSION = List.of("setsid", "--");

    private final List<String> rank;
    private final List<String> tether;

    private Launcher(List<String> rank, List<String> tether) {
        this.rank = List.copyOf(rank);
        this.tether = List.copyOf(tether);
    }

    /** For what this process waits for: it goes before others on this host as this process does. */
    Launcher() {
        this(List.of());
    }

    /** What stands before each program; in its session, as its user. */
    Launcher(List<String> tether) {
        this(List.of(), tether);
    }

    /** For what goes before nobody. */
    static Launcher givingPrecedenceBack() {
        return new Launcher(Precedence.ofThisProcess().givenBack(), List.of());
    }

    /** Says why the program can't be run, where that shows without trying. */
    Optional<String> obstacle(Program program) {
        String name = program.command().getFirst();
        if (!Files.isDirectory(program.directory())) {
            return Optional.of(
                    "Needed the directory %s to run %s in, found none; create it or correct it in the configuration."
                            .formatted(program.directory(), name));
        }
        if (!tether.isEmpty() && !Files.isExecutable(Path.of(tether.getFirst()))) {
            return Optional.of(
                    "Needed the guard's program to run %s by, found no %s that can be run; install Understudy whole."
                            .formatted(name, tether.getFirst()));
        }
        Optional<Path> file = find(name, program);
        if (file.isEmpty()) {
            return Optional.of(
                    "Needed the program %s, found none; install it or correct the command in the configuration."
                            .formatted(name));
        }
        if (!Files.isExecutable(file.get()) || Files.isDirectory(file.get())) {
            return Optional.of(
                    "Needed the program %s, found a file that is not executable; type: chmod +x %s"
                            .formatted(name, file.get()));
        }
        return Optional.empty();
    }

    Launch prepare(Program program) {
        Optional<String> obstacle = obstacle(program);
        if (obstacle.isPresent()) {
            return new Launch.Impossible(obstacle.get());
        }
        var command = new ArrayList<>(rank);
        var builder = new ProcessBuilder();
        String self = System.getProperty("user.name", "");
        if (program.user().isPresent() && !program.user().get().equals(self)) {
            String name = program.user().get();
            if (!self.equals("root")) {
                return new Launch.Impossible(
                        "Needed to run %s as user %s, but this daemon runs as %s; run the daemon as root or as %s."
                                .formatted(program.command().getFirst(), name, self, name));
            }
            Optional<OsUser> found = user(name);
            if (found.isEmpty()) {
                return new Launch.Impossible(
                        "Needed the user %s to run %s, found none on this host; create it or correct it in the configuration."
                                .formatted(name, program.command().getFirst()));
            }
            become(found.get(), command, builder);
        }
        // The launcher is sparing for the daemon's sake; a server may have many busy threads.
        builder.environment().remove("MALLOC_ARENA_MAX");
        // PostgreSQL would tell the service manager that the daemon is ready, or that it ends.
        builder.environment().remove("NOTIFY_SOCKET");
        command.addAll(OWN_SESSION);
        command.addAll(tether);
        command.addAll(program.command());
        builder.command(command)
                .directory(program.directory().toFile())
                .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
                .environment()
                .putAll(program.environment());
        return new Launch.Ready(builder);
    }

    private static void become(OsUser user, List<String> command, ProcessBuilder builder) {
        // setpriv becomes the program itself, where runuser would stay as its parent.
        command.addAll(
                List.of(
                        "setpriv",
                        "--reuid=" + user.uid(),
                        "--regid=" + user.gid(),
                        "--init-groups",
                        "--"));
        builder.environment().put("HOME", user.home());
        builder.environment().put("USER", user.name());
        builder.environment().put("LOGNAME", user.name());
    }

    /** Asks the C library's user database, which knows more users than /etc/passwd. */
    private static Optional<OsUser> user(String name) {
        try {
            Process getent =
                    new ProcessBuilder("getent", "--", "passwd", name)
                            .redirectError(ProcessBuilder.Redirect.DISCARD)
                            .start();
            getent.getOutputStream().close();
            String line =
                    new String(getent.getInputStream().readNBytes(4096), StandardCharsets.UTF_8);
            return line.isBlank() ? Optional.empty() : Optional.of(OsUser.parse(line));
        } catch (IOException | IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    private static Optional<Path> find(String name, Program program) {
        if (name.contains("/")) {
            return Optional.of(program.directory().resolve(name)).filter(Files::exists);
        }
        String path =
                program.environment()
                        .getOrDefault("PATH", System.getenv().getOrDefault("PATH", ""));
        List<Path> candidates =
                Stream.of(path.split(":", -1))
                        .filter(folder -> !folder.isEmpty())
                        .map(folder -> Path.of(folder).resolve(name))
                        .filter(Files::isRegularFile)
                        .toList();
        return candidates.stream()
                .filter(Files::isExecutable)
                .findFirst()
                .or(() -> candidates.stream().findFirst());
    }
}
