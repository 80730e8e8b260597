package io.understudy.node.api;

import java.util.Map;

/**
 * The bounds of the JDK's HTTP server. It reads them once, from system properties, when the first
 * server is made; one given on the command line stands.
 */
public final class ServerLimits {

    private static final Map<String, String> BOUNDS =
            Map.of(
                    // Without it, each answer waits for a delayed acknowledgement: 40 ms.
                    "sun.net.httpserver.nodelay", "true",
                    // Seconds for a whole request to come in, its handshake included.
                    "sun.net.httpserver.maxReqTime", "5",
                    // Seconds for an answer to be taken.
                    "sun.net.httpserver.maxRspTime", "30",
                    "sun.net.httpserver.maxReqHeaders", "50",
                    "sun.net.httpserver.maxReqHeaderSize", "16384",
                    // Seconds until a quiet connection is closed: longer than peers call each
                    // other.
                    "sun.net.httpserver.idleInterval", "60",
                    // What is open beyond that is closed after an answer, just when its client may
                    // ask on it again: more than may be open at once of pages that follow events.
                    "sun.net.httpserver.maxIdleConnections", "512",
                    "jdk.httpserver.maxConnections", "1000");

    private ServerLimits() {}

    /** Before the first server of this process is made. */
    public static void apply() {
        BOUNDS.forEach((name, value) -> {
            if (System.getProperty(name) == null) {
                System.setProperty(name, value);
            }
        });
    }
}
