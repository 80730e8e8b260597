package io.understudy.node.server;

import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.List;

/** How to tell whether the protected server answers. */
public sealed interface Probe {

    /** How often a server that answers is asked again; one that does not is asked at each look. */
    Duration every();

    /** How long an answer may take. */
    Duration timeout();

    /** Healthy when the address answers with a status from 200 to 399. */
    record Http(URI address, Duration every, Duration timeout) implements Probe {
        public Http {
            if (!"http".equals(address.getScheme()) && !"https".equals(address.getScheme())) {
                throw new IllegalArgumentException(
                        "needed an address such as http://127.0.0.1:8153/health, found " + address);
            }
        }
    }

    /**
     * Healthy when it accepts a connection.
     *
     * @param says what has to be among its first words, unasked; empty: it may say nothing. The
     *     kernel accepts for a server that hangs, so that only its words show that it lives
     */
    record Tcp(InetSocketAddress address, String says, Duration every, Duration timeout)
            implements Probe {}

    /** Healthy when the command ends with status 0; it runs as the server's user. */
    record Command(List<String> command, Duration every, Duration timeout) implements Probe {
        public Command {
            command = List.copyOf(command);
        }
    }
}
