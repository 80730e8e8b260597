package io.understudy.node.journal;

import io.understudy.node.api.HistoryEntry;
import io.understudy.node.api.Wire;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
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
                    wire.write(entry) + "\n",
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

    private Path older() {
        return file.resolveSibling(file.getFileName() + ".1");
    }

    private static List<String> lines(Path part) {
        try {
            return Files.exists(part)
                    ? Files.readAllLines(part, StandardCharsets.UTF_8)
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
