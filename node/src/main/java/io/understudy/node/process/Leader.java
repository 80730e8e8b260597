package io.understudy.node.process;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/**
 * The first process of a detached group, which is also the number of its session.
 *
 * @param startTicks when it started, in clock ticks since the boot
 * @param boot in which boot
 */
record Leader(long pid, long startTicks, String boot) {

    /** What was written; empty where there is nothing, or nothing that can be trusted. */
    static Optional<Leader> read(Path file) {
        try {
            String[] words = Files.readString(file).strip().split(" ", -1);
            if (words.length != 3) {
                return Optional.empty();
            }
            return Optional.of(
                    new Leader(Long.parseLong(words[0]), Long.parseLong(words[1]), words[2]));
        } catch (IOException | NumberFormatException _) {
            // The mark in the environment finds the group without this file, only more slowly.
            return Optional.empty();
        }
    }

    /** Replaces the file at once and whole. */
    void write(Path file) throws IOException {
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        byte[] line =
                "%d %d %s\n".formatted(pid, startTicks, boot).getBytes(StandardCharsets.US_ASCII);
        try (FileChannel channel =
                FileChannel.open(
                        fresh,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.WRITE,
                        StandardOpenOption.TRUNCATE_EXISTING)) {
            channel.write(ByteBuffer.wrap(line));
            channel.force(true);
        }
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
    }
}
