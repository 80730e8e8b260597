package io.understudy.node.postgres;

import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says when a standby's stream from its primary breaks and holds again. */
final class Link {

    private static final Logger log = LoggerFactory.getLogger(Link.class);

    private final ServerLog server;

    /** Why a standby does not stream; empty where it does. */
    private String trouble = "";

    Link(ServerLog server) {
        this.server = server;
    }

    /** One line when the link breaks, with PostgreSQL's own words on why, and one when it holds. */
    void note(boolean streaming) {
        String found = streaming ? "" : trouble(server.lines(0));
        if (streaming && !trouble.isEmpty()) {
            log.info("This standby streams from its primary again.");
        } else if (!found.isEmpty() && !found.equals(trouble)) {
            log.warn("This standby does not stream from its primary: {}.", found);
        }
        trouble = found;
    }

    /** The last complaint since it was started or last streamed; empty where there is none. */
    static String trouble(List<String> lines) {
        String trouble = "";
        for (String line : lines) {
            if (line.contains("started streaming WAL") || line.contains("starting PostgreSQL")) {
                trouble = "";
            } else if (complainsOfTheLink(line)) {
                trouble = line.replaceFirst("^.*?(FATAL|ERROR|LOG): *", "");
            }
        }
        return trouble;
    }

    private static boolean complainsOfTheLink(String line) {
        return line.contains("could not connect to the primary server")
                || line.contains("could not receive data from WAL stream")
                || line.contains("could not start WAL streaming")
                || line.contains("is not in this server's history")
                || line.contains("highest timeline");
    }
}
