package io.understudy.node.postgres;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The disks under a data directory and under its log, which may be another one. PostgreSQL itself
 * tells its own log alone that it has no room, and a standby only stops streaming. Any thread may
 * call; it takes as long as the file system takes to say how much is free.
 */
public record DataDisk(Path data) {

    /** A segment takes all of its room as it begins. */
    private static final long SEGMENT_BYTES = 16L << 20;

    private static final long LEAST_BYTES = 1L << 20;

    /** Why it can't be written for long, in one sentence; empty where it can, or is not there. */
    public Optional<String> trouble() {
        return trouble(
                        data.resolve("pg_wal"),
                        SEGMENT_BYTES,
                        "the next segment of PostgreSQL's log")
                .or(() -> trouble(data, LEAST_BYTES, "PostgreSQL's data"));
    }

    private static Optional<String> trouble(Path folder, long least, String what) {
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
                            "needed %d kB for %s in %s, found %d kB free; make room"
                                    .formatted(least >> 10, what, folder, free >> 10))
                    : Optional.empty();
        } catch (IOException _) {
            // Where there is no data, others say so.
            return Optional.empty();
        }
    }
}
