package io.understudy.node.config;

import io.understudy.core.model.FencePlan;
import io.understudy.core.model.Timings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * How a winner makes sure that the nodes before it have stopped.
 *
 * @param required whether nobody becomes active without a receipt
 * @param ways in the order in which they are tried
 */
public record FenceConfig(boolean required, List<Way> ways) {

    /** What holds where the file says nothing. */
    static final FenceConfig USUAL = new FenceConfig(false, List.of(new Way.Peer()));

    public FenceConfig {
        ways = List.copyOf(ways);
    }

    /** Whether a host without power can't give any receipt. */
    public boolean needsTheHost() {
        return required && ways.stream().noneMatch(Way.Command.class::isInstance);
    }

    FencePlan plan(Timings timings) {
        return new FencePlan(required, ways.stream().map(way -> way.method(timings)).toList());
    }

    /** One method. */
    public sealed interface Way {

        FencePlan.Method method(Timings timings);

        /** The node's own daemon. */
        record Peer() implements Way {
            @Override
            public FencePlan.Method method(Timings timings) {
                return FencePlan.peer(timings);
            }
        }

        /**
         * A program on the node's host, over ssh.
         *
         * @param user whom to log in as
         * @param key the private key's file
         * @param knownHosts the file that has the hosts' keys
         * @param program Understudy on that host
         * @param home of the node on that host
         */
        record Ssh(
                String user,
                int port,
                Path key,
                Path knownHosts,
                Path program,
                Path home,
                Duration timeout)
                implements Way {
            @Override
            public FencePlan.Method method(Timings timings) {
                return new FencePlan.Method("ssh", FencePlan.Kind.SSH, timeout);
            }
        }

        /**
         * A command of the user's.
         *
         * @param name for people
         * @param test proves that it would work, without harm; empty where nothing can
         * @param secrets a file of NAME=VALUE lines that go into its environment
         */
        record Command(
                String name,
                List<String> command,
                List<String> test,
                Optional<Path> secrets,
                Duration timeout)
                implements Way {
            public Command {
                command = List.copyOf(command);
                test = List.copyOf(test);
            }

            @Override
            public FencePlan.Method method(Timings timings) {
                return new FencePlan.Method(name, FencePlan.Kind.COMMAND, timeout);
            }
        }
    }
}
