package io.understudy.node.files;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
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
}
