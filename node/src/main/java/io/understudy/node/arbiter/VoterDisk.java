package io.understudy.node.arbiter;

import io.understudy.node.disk.Trouble;
import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The disk of this node's member, whether that has noticed yet or not. Any thread may call; it
 * takes as long as the file system takes to say how much is free.
 */
record VoterDisk(Path data) {

    /** A new log file takes one megabyte at once, and snapshots are smaller. */
    private static final long LEAST_BYTES = 2L << 20;

    /** Why the member can't go on there, in one sentence; empty where it can, for all one sees. */
    Optional<String> trouble() {
        try {
            FileStore store = Files.getFileStore(data);
            if (store.isReadOnly() || !Files.isWritable(data)) {
                return Optional.of(unwritable("Read-only file system"));
            }
            long free = store.getUsableSpace();
            return free < LEAST_BYTES
                    ? Optional.of(
                            ("needed %d kB for the arbiter's folder %s, found %d kB free; make"
                                            + " room, and this node votes again by itself")
                                    .formatted(LEAST_BYTES >> 10, data, free >> 10))
                    : Optional.empty();
        } catch (IOException e) {
            return Optional.of(
                    "needed the arbiter's folder %s, found that it can't be read: %s"
                            .formatted(data, e));
        }
    }

    /** The same, of a write that has failed. */
    String unwritable(String found) {
        return "needed to write into the arbiter's folder %s, found: %s; mend the disk, and this node votes again by itself"
                .formatted(data, found);
    }

    /** The same, by writing: a disk that broke may still say that it can be written. */
    Optional<String> refusal() {
        Optional<String> trouble = trouble();
        if (trouble.isPresent()) {
            return trouble;
        }
        Path probe = data.resolve("probe.tmp");
        try {
            Files.write(probe, new byte[4096]);
            Files.delete(probe);
            return Optional.empty();
        } catch (IOException e) {
            return Optional.of(unwritable(Trouble.of(e)));
        }
    }
}
