package io.understudy.node.postgres;

import io.understudy.node.diverged.Archive;
import io.understudy.node.diverged.Incident;
import java.io.IOException;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What this node is about to lose: kept first, then listed. Each step may be interrupted and is
 * gone on with.
 */
final class Diverged {

    private static final Logger log = LoggerFactory.getLogger(Diverged.class);

    /** Whole old data directories: past this many, a person is needed. */
    private static final int MOST_OLD_DATA = 2;

    private final Archive archive;
    private final DivergedLog kept;
    private final DivergedContents contents;
    private final IncidentFiles files;

    Diverged(PostgresSettings settings, LocalServer server, Archive archive) {
        this.archive = archive;
        this.kept = new DivergedLog(settings, server.owner(), archive);
        this.contents = new DivergedContents(server, archive);
        this.files = new IncidentFiles(server.owner(), archive);
    }

    TimelineHistory ownHistory(int timeline) throws IOException {
        return kept.ownHistory(timeline);
    }

    /** See {@link DivergedLog#keep}. */
    Optional<Incident> keep(DivergedLog.Divergence divergence) throws IOException, Troubled {
        return kept.keep(divergence);
    }

    /** What an earlier try has begun. */
    Optional<Incident> underWay() throws IOException {
        return kept.underWay();
    }

    /**
     * Reads what it held, once. Empty where that shows that the primary has all of it: then nothing
     * is kept.
     *
     * @param readable whether the data is a stopped primary's and will be taken away anyway
     */
    Optional<Incident> list(Incident incident, boolean readable, Deadline deadline)
            throws IOException, Troubled {
        if (incident.contents().listed()) {
            return Optional.of(incident);
        }
        DivergedContents.Read read = contents.of(incident, readable, deadline);
        if (!read.diverged()) {
            archive.discard(incident);
            kept.ended();
            return Optional.empty();
        }
        Incident listed = incident.with(read.contents());
        files.write(listed);
        log.warn(
                "This node left the history of {} at {} and held {} that it does not have; see"
                        + " understudy diverged show {}.",
                incident.source(),
                incident.span().fork(),
                read.contents().summary(),
                incident.id());
        return Optional.of(listed);
    }

    /** Notes where a new copy puts the old data. */
    void oldData(Incident incident, Incident.OldData aside) throws IOException {
        files.write(incident.with(aside));
    }

    /** Refuses more of it than the disk should have to hold. */
    void checkOldData() throws Troubled {
        long kept =
                archive.list().stream().filter(incident -> incident.oldData().isPresent()).count();
        if (kept >= MOST_OLD_DATA) {
            throw Troubled.failed(
                    "needed to keep this node's old data beside the new copy, found that of %d earlier copies, which is the most; see understudy diverged list, and discard what nobody needs"
                            .formatted(kept));
        }
    }

    /** What was under way has come to its end, or its data goes on otherwise. */
    void ended() throws IOException {
        kept.ended();
    }
}
