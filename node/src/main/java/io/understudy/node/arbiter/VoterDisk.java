package io.understudy.node.arbiter;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The disk of this node's member. Where that takes no more, ZooKeeper's writing thread ends and
 * tells nobody: the member still follows, and acknowledges nothing. So whoever asks how the member
 * is looks at its disk, too. Any thread may call; it takes as long as the file system takes to say
 * how much is free.
 */
record VoterDisk(Path data) {

    /** A new log file takes one megabyte at once, and snapshots are smaller. */
    private static final long LEAST_BYTES = 2L << 20;

    /** Why the member can't go on there, in one sentence; empty where it can. */
    Optional<String> trouble() {
        try {
            FileStore store = Files.getFileStore(data);
            if (store.isReadOnly() || !Files.isWritable(data)) {
                return Optional.of(
                        ("needed to write into the arbiter's folder %s, found it read-only; make"
                                        + " it writable, then restart this node's daemon")
                                .formatted(data));
            }
            long free = store.getUsableSpace();
            return free < LEAST_BYTES
                    ? Optional.of(
                            ("needed %d kB for the arbiter's folder %s, found %d kB free; make"
                                            + " room, then restart this node's daemon")
                                    .formatted(LEAST_BYTES >> 10, data, free >> 10))
                    : Optional.empty();
        } catch (IOException e) {
            return Optional.of(
                    "needed the arbiter's folder %s, found that it can't be read: %s"
                            .formatted(data, e));
        }
    }
}
