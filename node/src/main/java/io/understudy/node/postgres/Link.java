package io.understudy.node.postgres;

import io.understudy.core.observation.DatabaseState.Stream;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Knows how a standby gets its primary's log, and says when that breaks and holds again. */
final class Link {

    private static final Logger log = LoggerFactory.getLogger(Link.class);

    private final ServerLog server;

    /** Why a standby does not stream; empty where it does. */
    private String trouble = "";

    Link(ServerLog server) {
        this.server = server;
    }

    /**
     * Notes what was seen; one line when the link breaks, with PostgreSQL's own words on why, and
     * one when it holds.
     */
    Stream note(boolean streaming) {
        if (streaming) {
            if (!trouble.isEmpty()) {
                log.info("This standby streams from its primary again.");
            }
            trouble = "";
            return Stream.OPEN;
        }
        List<String> lines = server.lines(0);
        String found = trouble(lines);
        if (!found.isEmpty() && !found.equals(trouble)) {
            log.warn("This standby does not stream from its primary: {}.", found);
            trouble = found;
        }
        return logGone(lines) ? Stream.LOG_GONE : Stream.AWAITED;
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

    /**
     * Whether the primary's last word is that it no longer has the log that comes next. It says so
     * only after the standby has noted that it begins to stream, so that note means nothing here.
     */
    static boolean logGone(List<String> lines) {
        boolean gone = false;
        for (String line : lines) {
            if (complainsOfTheLink(line)) {
                gone = line.contains("has already been removed");
            } else if (beginsAnew(line)) {
                gone = false;
            }
        }
        return gone;
    }

    private static boolean beginsAnew(String line) {
        return line.contains("starting PostgreSQL")
                || line.contains("parameter \"primary_conninfo\" changed")
                || line.contains("replication terminated by primary server");
    }

    private static boolean complainsOfTheLink(String line) {
        return line.contains("could not connect to the primary server")
                || line.contains("could not receive data from WAL stream")
                || line.contains("could not start WAL streaming")
                || line.contains("is not in this server's history")
                || line.contains("highest timeline");
    }
}
