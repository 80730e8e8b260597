package io.understudy.node.files;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Makes durable what was written. */
final class Flush {

    private static final long LONGEST_MINUTES = 10;

    private Flush() {}

    /** One file, or the names in one folder. */
    static void one(Path path) throws IOException {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    /** The whole file system that the path is on: for many files far faster than one by one. */
    static void all(Path path) throws IOException {
        Process sync =
                new ProcessBuilder(List.of("/bin/sync", "-f", path.toString()))
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start();
        try {
            if (!sync.waitFor(LONGEST_MINUTES, TimeUnit.MINUTES)) {
                sync.destroyForcibly();
                throw new IOException("the disk of " + path + " did not take it in time");
            }
        } catch (InterruptedException e) {
            sync.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new IOException("it was told to stop", e);
        }
        if (sync.exitValue() != 0) {
            throw new IOException("/bin/sync -f " + path + " did not succeed");
        }
    }

    /** A whole file in place of what was there, or nothing; durable. */
    static void replace(Path file, byte[] bytes) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        if (folder == null) {
            throw new IOException("needed a file in a folder, found " + file);
        }
        Path unfinished = folder.resolve(file.getFileName() + ".new");
        try (FileChannel channel =
                FileChannel.open(
                        unfinished,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.TRUNCATE_EXISTING,
                        StandardOpenOption.WRITE)) {
            ByteBuffer left = ByteBuffer.wrap(bytes);
            while (left.hasRemaining()) {
                channel.write(left);
            }
            channel.force(true);
        }
        Files.move(
                unfinished,
                file,
                StandardCopyOption.ATOMIC_MOVE,
                StandardCopyOption.REPLACE_EXISTING);
        one(folder);
    }

    /**
     * A new file.
     *
     * @param durable whether to wait until the disk has it
     */
    static void create(Path file, ByteBuffer bytes, boolean durable) throws IOException {
        try (FileChannel channel =
                FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            if (durable) {
                channel.force(true);
            }
        }
    }
}
