package io.understudy.node.postgres;

import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;

/** What PostgreSQL says of itself, in a file beside the data. */
final class ServerLog {

    private static final long LONGEST_LOG_BYTES = 16 << 20;
    private static final int MOST_READ_BYTES = 65_536;

    private final Path file;
    private final Owner owner;

    ServerLog(Path file, Owner owner) {
        this.file = file;
        this.owner = owner;
    }

    Path file() {
        return file;
    }

    /** What stands in the log from there on, at most its last 64 kB. */
    List<String> lines(long from) {
        return lines(file, from);
    }

    /** The same, of the log in that file; nothing where it can't be read. */
    static List<String> lines(Path file, long from) {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            long size = channel.size();
            channel.position(Math.max(Math.min(from, size), size - MOST_READ_BYTES));
            byte[] end = Channels.newInputStream(channel).readNBytes(MOST_READ_BYTES);
            return new String(end, StandardCharsets.UTF_8).lines().toList();
        } catch (IOException _) {
            return List.of();
        }
    }

    /**
     * Keeps the log from growing without bound: what is in it moves aside, one file deep. Appending
     * goes on at its new end.
     */
    void bound() throws IOException {
        if (Files.exists(file) && Files.size(file) > LONGEST_LOG_BYTES) {
            Files.copy(
                    file,
                    file.resolveSibling("postgres.log.1"),
                    StandardCopyOption.REPLACE_EXISTING);
            Files.write(file, new byte[0]);
        }
        if (!Files.exists(file)) {
            Files.createFile(file);
            owner.give(file, "rw-------");
        }
    }
}
