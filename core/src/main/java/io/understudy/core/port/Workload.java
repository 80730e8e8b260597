package io.understudy.core.port;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What the protected server works at, read where it writes it down. Nothing is decided by it: it is
 * for the report of a move. Each call only reads, blocks until its deadline at most, may be
 * repeated, and does not throw. Any thread may call.
 */
public interface Workload {

    /** Its workers, and the builds that run. */
    Sight look(Duration deadline);

    /**
     * What has become of builds.
     *
     * @param builds their keys; one that is not there any more is left out of the answer
     */
    Fates fates(Set<String> builds, Duration deadline);

    /** What was seen, or why nothing was. */
    sealed interface Sight {

        record Seen(List<Worker> workers, List<Build> builds) implements Sight {
            public Seen {
                workers = List.copyOf(workers);
                builds = List.copyOf(builds);
            }
        }

        /**
         * Silence, or a refusal.
         *
         * @param why one sentence for people, with what to do
         */
        record Unseen(String why) implements Sight {}
    }

    /**
     * A worker.
     *
     * @param connected as the server wrote down; a server that died could not take it back
     * @param mark changes each time that it connects: so one that came back is told from one that a
     *     dead server had
     */
    record Worker(String name, boolean connected, String mark) {}

    /**
     * A build that runs, or that its server has just cut off.
     *
     * @param key the server's own number of it
     * @param name for people
     * @param worker where it runs; empty where that is not known
     */
    record Build(String key, String name, String worker) {}

    sealed interface Fates {

        /** By key. */
        record Known(Map<String, Fate> of) implements Fates {
            public Known {
                of = Map.copyOf(of);
            }
        }

        record Unknown(String why) implements Fates {}
    }

    /**
     * What has become of a build.
     *
     * @param note for people: what it is called now, or what to do; may be empty
     */
    record Fate(Kind kind, String note) {}

    enum Kind {
        /** The server has it as running. */
        RUNNING,
        /** It ended by itself. */
        FINISHED,
        /** It was cut off, and has been started anew. */
        RUN_AGAIN,
        /** It was cut off, and the server will start it anew. */
        WAITING,
        /** It was cut off, and nobody starts it anew by itself. */
        LOST
    }
}
