package io.understudy.node.postgres;

import io.understudy.core.model.LogPosition;
import io.understudy.core.model.NodeId;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Keeps what a node wrote after it left the primary's history, before a rewind takes it away: the
 * segments of the log from the fork on, in a folder beside the data that nobody deletes but a
 * person.
 */
final class DivergedLog {

    private static final Pattern SEGMENT = Pattern.compile("[0-9A-F]{24}(\\.partial)?");
    private static final DateTimeFormatter STAMP = DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss");

    private final PostgresSettings settings;
    private final Owner owner;

    DivergedLog(PostgresSettings settings, Owner owner) {
        this.settings = settings;
        this.owner = owner;
    }

    /**
     * What is about to be taken away.
     *
     * @param own this node's history
     * @param fork where it left the primary's
     * @param source the primary
     */
    record Divergence(
            NodeId source, ControlData control, TimelineHistory own, TimelineHistory.Fork fork) {}

    /** This node's own history, as its last checkpoint and its log directory have it. */
    TimelineHistory ownHistory(int timeline) throws IOException {
        Path file = wal().resolve("%08X.history".formatted(timeline));
        return TimelineHistory.parse(timeline, Files.exists(file) ? Files.readString(file) : "");
    }

    /**
     * Copies it, on disk when it returns; says where it is. Empty where there is nothing. A second
     * try goes on in the folder of the first.
     */
    Optional<Path> keep(Divergence divergence) throws IOException, Troubled {
        List<Path> segments = segments(divergence);
        if (segments.isEmpty()) {
            return Optional.empty();
        }
        Path folder = folder(divergence);
        long bytes = 0;
        for (Path segment : segments) {
            bytes += Files.size(segment);
        }
        long free = Files.getFileStore(folder).getUsableSpace();
        if (free < bytes) {
            throw Troubled.failed(
                    "needed %d MB in %s for the log that a rewind would take away, found %d MB; make room"
                            .formatted(bytes >> 20, folder, free >> 20));
        }
        for (Path segment : segments) {
            copy(segment, folder.resolve(segment.getFileName().toString()));
        }
        owner.write(folder.resolve("diverged.json"), describe(divergence, segments), "rw-------");
        return Optional.of(folder);
    }

    private List<Path> segments(Divergence divergence) throws IOException {
        ControlData control = divergence.control();
        LogPosition fork = divergence.fork().at();
        if (control.cleanPrimary() && fork.compareTo(control.checkpoint()) > 0) {
            return List.of();
        }
        List<Path> found = new ArrayList<>();
        try (var files = Files.list(wal())) {
            for (Path file : files.sorted().toList()) {
                String name = file.getFileName().toString();
                if (SEGMENT.matcher(name).matches()
                        && holds(file, name, control.walSegmentBytes(), divergence)) {
                    found.add(file);
                }
            }
        }
        return found;
    }

    /** A segment at or after the fork, of our own timelines, and not one made ready for reuse. */
    private static boolean holds(Path file, String name, int segmentBytes, Divergence divergence)
            throws IOException {
        int timeline = Integer.parseUnsignedInt(name.substring(0, 8), 16);
        long high = Long.parseLong(name.substring(8, 16), 16);
        long low = Long.parseLong(name.substring(16, 24), 16);
        long begin = (high << 32) + low * segmentBytes;
        return timeline >= divergence.fork().timeline()
                && divergence.own().has(timeline)
                && begin + segmentBytes > divergence.fork().at().bytes()
                && firstPage(file) == begin;
    }

    /** The position that a segment's first page says it is of; PostgreSQL's xlp_pageaddr. */
    private static long firstPage(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file)) {
            ByteBuffer header = ByteBuffer.allocate(16).order(ByteOrder.nativeOrder());
            while (header.hasRemaining() && channel.read(header) >= 0) {
                // Until the header is whole or the file ends.
            }
            return header.hasRemaining() ? -1 : header.getLong(8);
        }
    }

    private Path folder(Divergence divergence) throws IOException {
        Path all = settings.side().resolve("diverged");
        owner.makeDirectory(all);
        String suffix = "-timeline-" + divergence.own().timeline();
        try (var folders = Files.list(all)) {
            for (Path folder : folders.sorted().toList()) {
                Path note = folder.resolve("diverged.json");
                if (folder.getFileName().toString().endsWith(suffix)
                        && Files.exists(note)
                        && Files.readString(note)
                                .contains("\"fork\": \"" + divergence.fork().at() + "\"")) {
                    return folder;
                }
            }
        }
        Path folder = all.resolve(STAMP.format(ZonedDateTime.now(ZoneOffset.UTC)) + suffix);
        owner.makeDirectory(folder);
        return folder;
    }

    private void copy(Path from, Path to) throws IOException {
        FileTime modified = Files.getLastModifiedTime(from);
        if (Files.exists(to)
                && Files.size(to) == Files.size(from)
                && Files.getLastModifiedTime(to).equals(modified)) {
            return;
        }
        Files.copy(from, to, StandardCopyOption.REPLACE_EXISTING);
        owner.give(to, "rw-------");
        Owner.flush(to);
        Files.setLastModifiedTime(to, modified);
    }

    private String describe(Divergence divergence, List<Path> segments) {
        return """
        {
          "what": "log that %s wrote after it left the history of %s; read it with pg_waldump --start=%s",
          "node": "%s",
          "source": "%s",
          "systemIdentifier": "%s",
          "timeline": %d,
          "fork": "%s",
          "forkTimeline": %d,
          "endAtLeast": "%s",
          "segments": %d
        }
        """
                .formatted(
                        settings.self(),
                        divergence.source(),
                        divergence.fork().at(),
                        settings.self(),
                        divergence.source(),
                        divergence.control().systemIdentifier(),
                        divergence.own().timeline(),
                        divergence.fork().at(),
                        divergence.fork().timeline(),
                        divergence.control().atLeast(),
                        segments.size());
    }

    private Path wal() {
        return settings.data().resolve("pg_wal");
    }
}
