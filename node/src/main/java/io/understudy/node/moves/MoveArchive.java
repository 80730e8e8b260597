package io.understudy.node.moves;

import io.understudy.core.model.Epoch;
import io.understudy.node.api.MoveReport;
import io.understudy.node.api.MoveReport.Side;
import io.understudy.node.api.MoveReport.State;
import io.understudy.node.api.Wire;
import io.understudy.node.api.WorkloadReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The reports of moves, one JSON file each, the latest {@value #MOST}. They are made of the
 * journal, so a report that can't be written is logged, and nothing waits for it. Any thread may
 * call.
 */
final class MoveArchive {

    static final int MOST = 200;

    private static final Logger LOG = LoggerFactory.getLogger(MoveArchive.class);
    private static final String ENDING = ".json";

    private final Path folder;
    private final Wire wire = new Wire();

    /** Kept in memory, because each status asks for it; empty until it is first asked for. */
    private Optional<Optional<MoveReport>> latest = Optional.empty();

    MoveArchive(Path folder) {
        this.folder = folder;
    }

    /** Replaces what is kept of this move, unless that is already how it ended. */
    synchronized void keep(MoveReport report) {
        Path file = file(report.number(), report.side());
        Optional<MoveReport> earlier =
                read(file).filter(kept -> kept.began().equals(report.began()));
        if (earlier.filter(MoveArchive::isOver).isPresent()) {
            return;
        }
        write(file, report.with(earlier.flatMap(MoveReport::workload)));
    }

    /** What is kept of the server's work over that move, by this node, which took over. */
    synchronized Optional<WorkloadReport> workload(MoveReport report) {
        return read(file(report.number(), report.side()))
                .filter(kept -> kept.began().equals(report.began()))
                .flatMap(MoveReport::workload);
    }

    /** Adds what became of the server's work to the report of a move that this node took. */
    synchronized void amend(Epoch number, WorkloadReport workload) {
        Path file = file(number, Side.TOOK);
        read(file).ifPresent(kept -> write(file, kept.with(Optional.of(workload))));
    }

    private void write(Path file, MoveReport report) {
        try {
            Files.createDirectories(folder);
            Path fresh = file.resolveSibling(file.getFileName() + ".new");
            Files.writeString(fresh, wire.write(report) + "\n");
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
            latest = Optional.empty();
            List<Path> files = files();
            for (Path old : files.subList(0, Math.max(0, files.size() - MOST))) {
                Files.delete(old);
            }
        } catch (IOException e) {
            LOG.warn("the report of move {} could not be kept: {}", report.number(), e.toString());
        }
    }

    private static boolean isOver(MoveReport kept) {
        return kept.outcome().state() != State.UNDER_WAY;
    }

    /** The one with the highest number; empty where there is none, or it can't be read. */
    synchronized Optional<MoveReport> latest() {
        Optional<MoveReport> known = latest.orElseGet(this::readLatest);
        latest = Optional.of(known);
        return known;
    }

    private Optional<MoveReport> readLatest() {
        try {
            List<Path> files = files();
            return files.isEmpty() ? Optional.empty() : read(files.getLast());
        } catch (IOException e) {
            LOG.warn("the reports of moves in {} can't be read: {}", folder, e.toString());
            return Optional.empty();
        }
    }

    /** Oldest first. What can't be read is left out. */
    synchronized List<MoveReport> all() {
        List<MoveReport> reports = new ArrayList<>();
        try {
            for (Path file : files()) {
                read(file).ifPresent(reports::add);
            }
        } catch (IOException e) {
            LOG.warn("the reports of moves in {} can't be read: {}", folder, e.toString());
        }
        return reports;
    }

    private List<Path> files() throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(ENDING)).sorted().toList();
        }
    }

    private Optional<MoveReport> read(Path file) {
        try {
            return Files.exists(file)
                    ? Optional.of(wire.read(Files.readString(file), MoveReport.class))
                    : Optional.empty();
        } catch (IOException | Wire.MalformedException e) {
            LOG.warn("the report of a move in {} can't be read: {}", file, e.getMessage());
            return Optional.empty();
        }
    }

    private Path file(Epoch number, Side side) {
        return folder.resolve(
                "move-%012d-%s%s"
                        .formatted(number.number(), side.name().toLowerCase(Locale.ROOT), ENDING));
    }
}
