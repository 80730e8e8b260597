package io.understudy.node.process;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A program to run. Everybody on the host can read the command, so no secret belongs into it; the
 * environment is for the user's own eyes.
 *
 * @param command the program, by path or by its name on the PATH, and its arguments
 * @param directory where it runs
 * @param user as whom it runs; another user than the daemon's needs the daemon to be root
 * @param environment added to the daemon's own environment
 */
public record Program(
        List<String> command,
        Path directory,
        Optional<String> user,
        Map<String, String> environment) {

    public Program {
        command = List.copyOf(command);
        environment = Map.copyOf(environment);
        if (command.isEmpty() || command.getFirst().isBlank()) {
            throw new IllegalArgumentException("a program needs a command");
        }
    }

    /** A program run by the daemon's own user in the root directory. */
    public static Program of(String... command) {
        return new Program(List.of(command), Path.of("/"), Optional.empty(), Map.of());
    }

    public Program withVariable(String name, String value) {
        var more = new HashMap<>(environment);
        more.put(name, value);
        return new Program(command, directory, user, more);
    }
}
