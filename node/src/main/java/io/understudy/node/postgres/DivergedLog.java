package io.understudy.node.postgres;

import io.understudy.core.model.LogPosition;
import io.understudy.core.model.NodeId;
import io.understudy.node.diverged.Archive;
import io.understudy.node.diverged.Contents;
import io.understudy.node.diverged.Incident;
import io.understudy.node.diverged.Incident.KeptFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Keeps what a node wrote after it left the primary's history, before a rewind or a new copy takes
 * it away: the segments of the log from the fork on, and the one before, for transactions that had
 * begun there. Nobody deletes them but a person.
 */
final class DivergedLog {

    /** A flapping node must not fill the disk: past this many, a person is needed. */
    static final int MOST_INCIDENTS = 16;

    private static final int KEPT_EMPTY = 2;
    private static final DateTimeFormatter STAMP = DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss");
    private static final long SPARE_BYTES = 8 << 20;

    private final PostgresSettings settings;
    private final Owner owner;
    private final Archive archive;

    DivergedLog(PostgresSettings settings, Owner owner, Archive archive) {
        this.settings = settings;
        this.owner = owner;
        this.archive = archive;
    }

    /**
     * What is about to be taken away.
     *
     * @param own this node's history
     * @param fork where it left the primary's
     * @param source the primary
     */
    record Divergence(
            NodeId source, ControlData control, TimelineHistory own, TimelineHistory.Fork fork) {

        /** It was stopped in order, and the primary has its last record. */
        boolean nothing() {
            return control.cleanPrimary() && fork.at().compareTo(control.checkpoint()) > 0;
        }

        boolean isOf(Incident incident) {
            return incident.span().fork().equals(fork.at())
                    && incident.span().timeline() == own.timeline();
        }
    }

    /** This node's own history, as its last checkpoint and its log directory have it. */
    TimelineHistory ownHistory(int timeline) throws IOException {
        Path file = wal().resolve("%08X.history".formatted(timeline));
        return TimelineHistory.parse(timeline, Files.exists(file) ? Files.readString(file) : "");
    }

    /**
     * Copies it, on disk when it returns. Empty where there is nothing. A second try goes on with
     * the incident of the first, and leaves alone what that has kept whole: what recovery has
     * written over since is there alone.
     */
    Optional<Incident> keep(Divergence divergence) throws IOException, Troubled {
        if (divergence.nothing()) {
            return Optional.empty();
        }
        Optional<Incident> begun = underWay().filter(divergence::isOf);
        if (begun.isPresent() && Files.exists(sums(begun.get()))) {
            return begun;
        }
        List<Segment> segments = segments(divergence);
        if (segments.isEmpty() && divergence.control().cleanStandby()) {
            return Optional.empty();
        }
        Incident incident = begun.isPresent() ? begun.get() : begin(divergence);
        try {
            return Optional.of(keep(incident, segments));
        } catch (IOException e) {
            throw Troubled.failed(
                    "needed to keep the log that only this node has in %s before it is taken away, found: %s; make room or mend the disk, and it goes on"
                            .formatted(archive.folder(incident.id()), Diagnosis.said(e)));
        }
    }

    private Incident keep(Incident incident, List<Segment> segments) throws IOException, Troubled {
        Path folder = archive.folder(incident.id());
        checkSpace(folder, segments);
        List<KeptFile> files = new ArrayList<>();
        StringBuilder sums = new StringBuilder();
        for (Segment segment : segments) {
            KeptFile kept = copy(segment, folder);
            files.add(kept);
            sums.append(kept.sha256()).append("  ").append(kept.name()).append('\n');
        }
        Incident whole =
                new Incident(
                        incident.id(),
                        incident.node(),
                        incident.source(),
                        incident.keptAt(),
                        incident.span(),
                        files,
                        incident.oldData(),
                        incident.contents());
        new IncidentFiles(owner, archive).write(whole);
        owner.write(sums(incident), sums.toString(), "rw-------");
        return whole;
    }

    /** There once all of the log is. */
    private Path sums(Incident incident) {
        return archive.folder(incident.id()).resolve("SHA256SUMS");
    }

    private static void checkSpace(Path folder, List<Segment> segments)
            throws IOException, Troubled {
        long bytes = SPARE_BYTES;
        for (Segment segment : segments) {
            boolean there = Files.exists(folder.resolve(segment.name()));
            bytes += there ? 0 : Files.size(segment.file());
        }
        long free = Files.getFileStore(folder).getUsableSpace();
        if (free < bytes) {
            throw Troubled.failed(
                    "needed %d MB in %s for the log that only this node has, before it is taken away, found %d MB; make room, and it goes on"
                            .formatted((bytes + (1 << 20) - 1) >> 20, folder, free >> 20));
        }
    }

    private List<Segment> segments(Divergence divergence) throws IOException {
        LogPosition fork = divergence.fork().at();
        int size = divergence.control().walSegmentBytes();
        List<Segment> all =
                Segment.in(wal(), size).stream()
                        .filter(segment -> segment.timeline() >= divergence.fork().timeline())
                        .filter(segment -> divergence.own().has(segment.timeline()))
                        .filter(segment -> segment.end() > fork.bytes() - size)
                        .toList();
        boolean diverged = all.stream().anyMatch(segment -> segment.end() > fork.bytes());
        return diverged ? all : List.of();
    }

    /** What an earlier try has begun. */
    Optional<Incident> underWay() throws IOException {
        return Files.exists(mark())
                ? archive.find(Files.readString(mark()).strip())
                : Optional.empty();
    }

    /** What was under way has come to its end, or its data goes on otherwise. */
    void ended() throws IOException {
        Files.deleteIfExists(mark());
    }

    private Incident begin(Divergence divergence) throws IOException, Troubled {
        owner.makeDirectory(archive.root());
        archive.clear();
        long kept = heldSomething();
        if (kept >= MOST_INCIDENTS) {
            throw Troubled.failed(
                    "needed a place for the log that only this node has, before it is taken away, found %d earlier incidents in %s, which is the most; see understudy diverged list, and discard what nobody needs"
                            .formatted(kept, archive.root()));
        }
        ZonedDateTime now = ZonedDateTime.now(ZoneOffset.UTC);
        String id = freeId(STAMP.format(now));
        Incident incident =
                new Incident(
                        id,
                        settings.self(),
                        divergence.source(),
                        now.withNano(0).toInstant(),
                        new Incident.Span(
                                divergence.control().systemIdentifier(),
                                divergence.own().timeline(),
                                divergence.fork().timeline(),
                                divergence.fork().at(),
                                divergence.control().atLeast()),
                        List.of(),
                        Optional.empty(),
                        Contents.NOT_LISTED);
        owner.makeDirectory(archive.folder(id));
        new IncidentFiles(owner, archive).write(incident);
        owner.write(mark(), id + "\n", "rw-------");
        return incident;
    }

    /**
     * How many incidents a person has to judge. Of those that held nothing committed, only the
     * latest few are kept.
     */
    private long heldSomething() throws IOException {
        List<Incident> empty =
                archive.list().stream().filter(incident -> incident.heldNothing()).toList();
        int kept = archive.ids().size() - empty.size();
        for (Incident old : empty.subList(0, Math.max(0, empty.size() - KEPT_EMPTY))) {
            archive.discard(old);
        }
        return kept;
    }

    private String freeId(String stamp) {
        String id = stamp;
        for (int again = 2; Files.exists(archive.folder(id)) && again < 100; again++) {
            id = stamp + "-" + again;
        }
        return id;
    }

    private KeptFile copy(Segment from, Path folder) throws IOException {
        Path to = folder.resolve(from.name());
        try {
            Files.copy(from.file(), to, StandardCopyOption.REPLACE_EXISTING);
            owner.give(to, "rw-------");
            Owner.flush(to);
        } catch (IOException e) {
            Files.deleteIfExists(to);
            throw e;
        }
        return new KeptFile(from.name(), Files.size(to), Checksum.of(to));
    }

    private Path mark() {
        return archive.root().resolve(".under-way");
    }

    private Path wal() {
        return settings.data().resolve("pg_wal");
    }
}
