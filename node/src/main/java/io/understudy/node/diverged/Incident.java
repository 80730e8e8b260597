package io.understudy.node.diverged;

import io.understudy.core.model.LogPosition;
import io.understudy.core.model.NodeId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * One time that a node's data left its primary's history, with what is kept of it.
 *
 * @param id names it on its node; see {@link #isId}
 * @param node whose data it was
 * @param source whose history it left
 * @param keptAt on the node's wall clock, for people
 * @param span the part of the log
 * @param files the kept log
 * @param oldData the whole old data directory, where a new copy has replaced it
 * @param contents what that log held
 */
public record Incident(
        String id,
        NodeId node,
        NodeId source,
        Instant keptAt,
        Span span,
        List<KeptFile> files,
        Optional<OldData> oldData,
        Contents contents) {

    private static final Pattern ID = Pattern.compile("[0-9]{8}-[0-9]{6}(-[0-9]{1,2})?");

    private static final Pattern OLD_DATA =
            Pattern.compile("[^/\\\\]+\\.before-copy-[0-9]{8}-[0-9]{6}(-[0-9]{1,2})?");

    public Incident {
        if (!isId(id)) {
            throw new IllegalArgumentException("needed an incident's id, found '" + id + "'");
        }
        files = List.copyOf(files);
    }

    /** Whether that text can be an incident's id: a time, and a number where one was not enough. */
    public static boolean isId(String text) {
        return ID.matcher(text).matches();
    }

    /**
     * The part of a node's log that its primary does not have.
     *
     * @param systemIdentifier of the database
     * @param timeline the node's own, at the end
     * @param forkTimeline the last that both share
     * @param fork where they part
     * @param end what is known to be written at least
     */
    public record Span(
            String systemIdentifier,
            int timeline,
            int forkTimeline,
            LogPosition fork,
            LogPosition end) {}

    /**
     * A kept segment of the log.
     *
     * @param sha256 in hexadecimal
     */
    public record KeptFile(String name, long bytes, String sha256) {}

    /**
     * Old data that was put aside.
     *
     * @param name of its directory, beside the data
     */
    public record OldData(String name) {
        public OldData {
            if (!OLD_DATA.matcher(name).matches()) {
                throw new IllegalArgumentException(
                        "needed the name of old data, found '" + name + "'");
            }
        }
    }

    /** The kept log alone. */
    public long logBytes() {
        return files.stream().mapToLong(KeptFile::bytes).sum();
    }

    /** Its log was read whole, and nobody was ever told that any of it was committed. */
    public boolean heldNothing() {
        return contents.listed()
                && contents.unread().isEmpty()
                && contents.committedRows() == 0
                && contents.catalogChanges() == 0
                && oldData.isEmpty();
    }

    public Incident with(Contents changed) {
        return new Incident(id, node, source, keptAt, span, files, oldData, changed);
    }

    public Incident with(OldData aside) {
        return new Incident(id, node, source, keptAt, span, files, Optional.of(aside), contents);
    }

    /** Without its rows: for a list of incidents. */
    public Incident outline() {
        return with(contents.outline());
    }
}
