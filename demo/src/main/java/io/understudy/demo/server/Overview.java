package io.understudy.demo.server;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What there is to see of the server at one moment. */
record Overview(
        PipelineSettings.Role role,
        Instant startedAt,
        Counts counts,
        Firsts firsts,
        List<Contact> workers,
        List<Row> builds) {

    Overview {
        workers = List.copyOf(workers);
        builds = List.copyOf(builds);
    }

    /**
     * Since the database was made, over all runs of the server.
     *
     * @param resumed builds whose worker came back to another run of the server with them
     * @param runAgain hand-outs of a build beyond its first
     * @param lost hand-outs and acknowledged results that a worker knows of and the database does
     *     not; must be 0
     */
    record Counts(long waiting, long running, long done, long resumed, long runAgain, long lost) {}

    /** What this run of the server saw first. */
    record Firsts(Optional<Instant> worker, Optional<Instant> finished) {}

    /** A worker, as this run of the server saw it. */
    record Contact(String name, Instant first, Instant last) {}

    /** A build, for the list of the latest ones. */
    record Row(
            long id,
            String pipeline,
            long number,
            String state,
            int attempt,
            String worker,
            long epoch,
            int resumed,
            Optional<Instant> handedAt,
            Optional<Instant> finishedAt) {}
}
