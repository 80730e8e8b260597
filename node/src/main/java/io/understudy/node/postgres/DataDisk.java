package io.understudy.node.postgres;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The disks under a data directory and under its log, which may be another one. PostgreSQL itself
 * tells its own log alone that it has no room, and a standby only stops streaming. Any thread may
 * call; it takes as long as the file system takes to say how much is free.
 *
 * @param log what PostgreSQL says of itself; read only while there is no room
 */
public record DataDisk(Path data, Path log) {

    /** A segment takes all of its room as it begins. */
    private static final long SEGMENT_BYTES = 16L << 20;

    private static final long LEAST_BYTES = 1L << 20;

    /** A table could not grow, and the commit that needed it was refused. */
    private static final Pattern REFUSED =
            Pattern.compile(
                    "(\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d)?.*ERROR: +could not extend"
                            + " file.*");

    /** Why it can't be written for long, in one sentence; empty where it can, or is not there. */
    public Optional<String> trouble() {
        return trouble(
                        data.resolve("pg_wal"),
                        SEGMENT_BYTES,
                        "the next segment of PostgreSQL's log")
                .or(() -> trouble(data, LEAST_BYTES, "PostgreSQL's data"));
    }

    private Optional<String> trouble(Path folder, long least, String what) {
        try {
            FileStore store = Files.getFileStore(folder);
            if (store.isReadOnly()) {
                return Optional.of(
                        "needed to write %s to %s, found a read-only file system; mend the disk"
                                .formatted(what, folder));
            }
            long free = store.getUsableSpace();
            return free < least
                    ? Optional.of(
                            "needed %d kB for %s in %s, found %d kB free%s"
                                    .formatted(least >> 10, what, folder, free >> 10, advice()))
                    : Optional.empty();
        } catch (IOException _) {
            // Where there is no data, others say so.
            return Optional.empty();
        }
    }

    /**
     * The primary stays where it is as long as its log can be written: it does not know whether the
     * other node has more room, so a person has to decide.
     */
    private String advice() {
        return ServerLog.lines(log, 0).stream()
                .map(REFUSED::matcher)
                .filter(Matcher::matches)
                .reduce((_, later) -> later)
                .map(last -> last.group(1) == null ? "" : ", last at " + last.group(1))
                .map(when ->
                        "; PostgreSQL refuses commits that need a table to grow%s: make room, or where another node has room type: understudy switchover --to NODE"
                                .formatted(when))
                .orElse("; make room");
    }
}
