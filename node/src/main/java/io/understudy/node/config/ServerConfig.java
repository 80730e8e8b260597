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
 * @param command the program's absolute path and its arguments
 * @param directory where it is started
 * @param user whom it runs as; the daemon's own user where empty
 * @param environment added to what the daemon gives it
 * @param stopTimeout how long it may take to stop when asked, before it is killed
 * @param limits how often it is started again, and when it counts as failed
 * @param workload how to read what it works at
 * @param profile what filled in the values that the file does not have
 */
public record ServerConfig(
        List<String> command,
        Path directory,
        Optional<String> user,
        Map<String, String> environment,
        Probe probe,
        Duration stopTimeout,
        Limits.Server limits,
        Optional<WorkloadConfig> workload,
        Optional<ProfileUse> profile) {

    public ServerConfig {
        command = List.copyOf(command);
        environment = Map.copyOf(environment);
    }
}
