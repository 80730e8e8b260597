package io.understudy.node.files;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * A file that is to be hashed.
 *
 * @param path within its set
 * @param stat as it was seen
 */
record Reading(Path file, String path, Stat stat) {

    /** From here on a second thread is worth its start. */
    private static final int MANY = 64;

    /** Two changes within one tick of the kernel's clock show the same times. */
    private static final long TICK_NANOS = 20_000_000;

    /**
     * What was read.
     *
     * @param stat of what was read
     * @param unsettled whether it has to be read once more: it has grown since, or was read so soon
     *     after a change that another one may not show
     */
    record Found(String path, Stat stat, Digest digest, boolean unsettled) {}

    /** Empty where the file is not, or not any more, what was seen. */
    Optional<Found> read() throws IOException {
        boolean fresh = isFresh();
        Optional<Digest> digest = Sha256.of(file, stat.size());
        Stat after = Stat.of(file);
        // What is only added to has the same beginning as before: a log, for example.
        boolean grown = after.isGrownFrom(stat);
        return digest.filter(_ -> grown || after.sameContent(stat))
                .map(sha256 -> new Found(path, stat, sha256, fresh || grown));
    }

    private boolean isFresh() {
        Instant now = Instant.now();
        long nanos = now.getEpochSecond() * 1_000_000_000L + now.getNano();
        return nanos - Math.max(stat.changed(), stat.modified()) < TICK_NANOS;
    }

    private Optional<Found> tried() {
        try {
            return read();
        } catch (IOException _) {
            return Optional.empty();
        }
    }

    /** Reads all, many in two threads; empty each that has to be looked at again. */
    static List<Optional<Found>> all(List<Reading> readings) {
        AtomicInteger next = new AtomicInteger();
        AtomicReferenceArray<@Nullable Found> found = new AtomicReferenceArray<>(readings.size());
        Runnable reading =
                () -> {
                    for (int i = next.getAndIncrement();
                            i < readings.size() && !Thread.currentThread().isInterrupted();
                            i = next.getAndIncrement()) {
                        found.set(i, readings.get(i).tried().orElse(null));
                    }
                };
        if (readings.size() < MANY) {
            reading.run();
        } else {
            Thread second = Thread.ofPlatform().daemon().name("files-second").start(reading);
            reading.run();
            try {
                second.join();
            } catch (InterruptedException _) {
                second.interrupt();
                Thread.currentThread().interrupt();
            }
        }
        List<Optional<Found>> all = new ArrayList<>(readings.size());
        for (int i = 0; i < readings.size(); i++) {
            all.add(Optional.ofNullable(found.get(i)));
        }
        return all;
    }
}
