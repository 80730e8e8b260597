package io.understudy.node.config;

import io.understudy.core.model.Limits;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The protected server, as one node runs it.
 *
 * @param stopTimeout how long it may take to stop when asked, before it is killed
 * @param limits how often it is started again, and when it counts as failed
 * @param workload how to read what it works at
 * @param version a program and its arguments that write which version of it is installed
 * @param profile what filled in the values that the file does not have
 */
public record ServerConfig(
        Run run,
        Probe probe,
        Duration stopTimeout,
        Limits.Server limits,
        Optional<WorkloadConfig> workload,
        Optional<List<String>> version,
        Optional<ProfileUse> profile) {

    public ServerConfig {
        version = version.map(List::copyOf);
    }

    /** What is started. */
    public sealed interface Run {}

    /**
     * A program, which the daemon starts itself.
     *
     * @param words the program's absolute path and its arguments
     * @param directory where it is started
     * @param user whom it runs as; the daemon's own user where empty
     * @param environment added to what the daemon gives it
     */
    public record Command(
            List<String> words,
            Path directory,
            Optional<String> user,
            Map<String, String> environment)
            implements Run {

        public Command {
            words = List.copyOf(words);
            environment = Map.copyOf(environment);
        }
    }

    /**
     * A unit of systemd's, which has its own directory, user and environment.
     *
     * @param name whole, such as {@code gocd.service}
     */
    public record Unit(String name) implements Run {}
}
