package io.understudy.node.config;

import java.net.URI;
import java.time.Duration;
import java.util.List;

/**
 * How a server is asked whether it is well.
 *
 * @param every from the start of one question to the start of the next
 * @param timeout after which silence counts as no
 */
public record Probe(Question question, Duration every, Duration timeout) {

    /** What is asked. */
    public sealed interface Question {}

    /** Well when it answers a GET with a status from 200 to 399. */
    public record Http(URI url) implements Question {}

    /**
     * Well when it takes a connection.
     *
     * @param says what it has to say then, unasked; empty: nothing
     */
    public record Tcp(String host, int port, String says) implements Question {}

    /** Well when this ends with exit status 0. */
    public record Command(List<String> command) implements Question {
        public Command {
            command = List.copyOf(command);
        }
    }
}
