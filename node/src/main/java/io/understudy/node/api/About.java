package io.understudy.node.api;

import io.understudy.core.model.NodeId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The node itself.
 *
 * @param time its wall clock, for people
 * @param version of the program
 * @param pid of its daemon
 * @param residentBytes the daemon's memory; 0 where it is not known
 * @param certificateDaysLeft whole days until its certificate expires; negative once it has
 * @param page what is wrong with the page that it serves, one sentence; empty where nothing is
 * @param programs of others, that it runs or would run; empty where an older version answers
 * @param clashes the page's users and tokens that were changed in two places at once, which nobody
 *     has looked at since; empty where an older version answers
 */
public record About(
        String cluster,
        NodeId node,
        Instant time,
        String version,
        long pid,
        long residentBytes,
        long certificateDaysLeft,
        Optional<String> page,
        Optional<List<ProgramReport>> programs,
        Optional<List<ClashReport>> clashes) {

    public About {
        programs = programs.map(List::copyOf);
        clashes = clashes.map(List::copyOf);
    }

    /** Of a node whose page is well, or that has none, and that runs nothing. */
    public About(
            String cluster,
            NodeId node,
            Instant time,
            String version,
            long pid,
            long residentBytes,
            long certificateDaysLeft) {
        this(
                cluster,
                node,
                time,
                version,
                pid,
                residentBytes,
                certificateDaysLeft,
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }
}
