package io.understudy.node.dashboard;

import io.understudy.core.model.NodeId;
import io.understudy.node.api.Wire;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who did what on this node's page, and from where: one line each in the log and in a file for the
 * daemon's user alone, at most two of half a megabyte. A line that can't be written is in the log.
 * Any thread may call.
 */
final class Audit {

    private static final Logger LOG = LoggerFactory.getLogger("understudy.audit");
    private static final long MOST_BYTES = 512 * 1024;

    private final Path file;
    private final NodeId node;
    private final Wire wire;

    Audit(Path file, NodeId node, Wire wire) {
        this.file = file;
        this.node = node;
        this.wire = wire;
    }

    /** One line of the file. */
    private record Line(Instant at, NodeId node, String who, String from, String what) {}

    /**
     * Notes it.
     *
     * @param who a user's name, or that it was none's
     * @param from the address
     * @param what was done and what came of it; without secrets
     */
    synchronized void note(String who, String from, String what) {
        LOG.info("{} from {}: {}", who, from, what);
        try {
            if (size() > MOST_BYTES) {
                Files.move(
                        file,
                        file.resolveSibling(file.getFileName() + ".1"),
                        StandardCopyOption.REPLACE_EXISTING);
            }
            if (!Files.exists(file)) {
                Files.createFile(
                        file,
                        PosixFilePermissions.asFileAttribute(
                                PosixFilePermissions.fromString("rw-------")));
            }
            Files.writeString(
                    file,
                    wire.write(new Line(Instant.now(), node, who, from, what)) + "\n",
                    StandardCharsets.UTF_8,
                    StandardOpenOption.APPEND);
        } catch (IOException e) {
            LOG.warn("a line of {} could not be written: {}", file, e.getMessage());
        }
    }

    private long size() throws IOException {
        try {
            return Files.size(file);
        } catch (NoSuchFileException _) {
            return 0;
        }
    }
}
