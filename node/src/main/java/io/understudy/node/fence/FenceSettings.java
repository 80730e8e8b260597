package io.understudy.node.fence;

import io.understudy.core.model.NodeId;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * By what this node stops others, beside asking their daemons.
 *
 * @param addresses of the nodes that may have to be stopped
 * @param ways by their names in the plan
 */
public record FenceSettings(Map<NodeId, String> addresses, Map<String, Way> ways) {

    public FenceSettings {
        addresses = Map.copyOf(addresses);
        ways = Map.copyOf(ways);
    }

    /** One method. */
    public sealed interface Way {

        /** The longest that one try takes. */
        Duration deadline();
    }

    /**
     * {@code understudy fence-self} on the node's host.
     *
     * @param program Understudy on that host; a path without anything that a shell would read
     * @param home of the node there; likewise
     */
    public record Ssh(Login login, Path program, Path home, Duration deadline) implements Way {}

    /**
     * How to log in.
     *
     * @param key the private key's file
     * @param knownHosts the file that has the hosts' keys
     */
    public record Login(String user, int port, Path key, Path knownHosts) {}

    /**
     * A command of the user's.
     *
     * @param test empty where nothing proves it without harm
     * @param secrets a file of NAME=VALUE lines that go into its environment
     */
    public record Command(
            List<String> command, List<String> test, Optional<Path> secrets, Duration deadline)
            implements Way {
        public Command {
            command = List.copyOf(command);
            test = List.copyOf(test);
        }
    }
}
