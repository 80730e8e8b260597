package io.understudy.node.journal;

import io.understudy.node.api.HistoryEntry;
import io.understudy.node.api.Wire;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What happened on this node, one JSON line each, for people. At most two files of half a megabyte
 * are kept. A line that can't be written is logged and missed: history never holds up a takeover.
 * Any thread may call.
 */
public final class HistoryFile {

    private static final Logger LOG = LoggerFactory.getLogger(HistoryFile.class);
    private static final long MOST_BYTES = 512 * 1024;

    private final Path file;
    private final Wire wire = new Wire();

    public HistoryFile(Path file) {
        this.file = file;
    }

    public synchronized void append(HistoryEntry entry) {
        try {
            if (Files.exists(file) && Files.size(file) > MOST_BYTES) {
                Files.move(file, older(), StandardCopyOption.REPLACE_EXISTING);
            }
            Files.writeString(
                    file,
                    (endsInsideALine() ? "\n" : "") + wire.write(entry) + "\n",
                    StandardCharsets.UTF_8,
                    StandardOpenOption.CREATE,
                    StandardOpenOption.APPEND);
        } catch (IOException e) {
            LOG.warn("a line of the history could not be written to {}: {}", file, e.getMessage());
        }
    }

    /**
     * The latest entries, oldest first. A line that can't be read, such as one cut off by a crash,
     * is left out.
     */
    public synchronized List<HistoryEntry> last(int most) {
        List<HistoryEntry> entries = new ArrayList<>();
        for (Path part : List.of(older(), file)) {
            for (String line : lines(part)) {
                parse(line).ifPresent(entries::add);
            }
        }
        return List.copyOf(entries.subList(Math.max(0, entries.size() - most), entries.size()));
    }

    /** A crash may have cut the last line off; what follows it must not become a part of it. */
    private boolean endsInsideALine() throws IOException {
        try (SeekableByteChannel channel = Files.newByteChannel(file)) {
            ByteBuffer last = ByteBuffer.allocate(1);
            channel.position(Math.max(0, channel.size() - 1));
            return channel.read(last) == 1 && last.get(0) != '\n';
        } catch (NoSuchFileException _) {
            return false;
        }
    }

    private Path older() {
        return file.resolveSibling(file.getFileName() + ".1");
    }

    private static List<String> lines(Path part) {
        try {
            // Not readAllLines: half a letter at the end of a torn line must not cost the others.
            return Files.exists(part)
                    ? new String(Files.readAllBytes(part), StandardCharsets.UTF_8).lines().toList()
                    : List.of();
        } catch (IOException e) {
            LOG.warn("the history in {} could not be read: {}", part, e.getMessage());
            return List.of();
        }
    }

    private Optional<HistoryEntry> parse(String line) {
        try {
            return Optional.of(wire.read(line, HistoryEntry.class));
        } catch (Wire.MalformedException e) {
            return Optional.empty();
        }
    }
}
