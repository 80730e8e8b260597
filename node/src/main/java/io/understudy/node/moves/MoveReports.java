package io.understudy.node.moves;

import io.understudy.core.decision.Decider;
import io.understudy.core.port.Workload;
import io.understudy.node.api.Forecast;
import io.understudy.node.api.MoveReport;
import io.understudy.node.api.WorkReport;
import io.understudy.node.journal.Entry;
import io.understudy.node.moves.MoveTracker.Memory;
import io.understudy.node.moves.MoveTracker.Told;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Reads along with the journal, and keeps a report of each move. One thread hands in the entries;
 * any thread may ask.
 */
public final class MoveReports implements Consumer<Entry>, AutoCloseable {

    private final MoveArchive archive;
    private final MoveTracker tracker;
    private final Optional<WorkloadWatch> watch;
    private Memory memory = Memory.NOTHING;
    private volatile Optional<MoveReport> taken = Optional.empty();

    /**
     * Keeps them in that folder.
     *
     * @param workload what the server works at; empty where nothing says so
     */
    public MoveReports(Path folder, Optional<Workload> workload) {
        this.archive = new MoveArchive(folder);
        this.watch =
                workload.map(work -> new WorkloadWatch(work, archive, WorkloadWatch.Pace.USUAL));
        this.tracker =
                new MoveTracker(
                        Decider.standard(), (kind, side) -> Forecast.of(archive.all(), kind, side));
    }

    @Override
    public void accept(Entry entry) {
        Told told = tracker.next(memory, entry);
        memory = told.next();
        for (MoveReport report : told.reports()) {
            archive.keep(report);
            if (report.side() == MoveReport.Side.TOOK
                    && report.outcome().state() == MoveReport.State.DONE) {
                taken = Optional.of(report);
            }
            watch.ifPresent(watching -> watching.told(report));
        }
    }

    /** The latest that this run of the daemon took and completed. Does not block. */
    public Optional<MoveReport> taken() {
        return taken;
    }

    /** The latest, oldest first. */
    public List<MoveReport> last(int most) {
        List<MoveReport> all = archive.all();
        return List.copyOf(all.subList(Math.max(0, all.size() - most), all.size()));
    }

    /** What the server works at; empty where nothing says so. Does not block for long. */
    public Optional<WorkReport> work() {
        return watch.map(watching ->
                new WorkReport(
                        watching.latest().seen(),
                        watching.latest().unseen(),
                        archive.latest()
                                .filter(report -> report.side() == MoveReport.Side.TOOK)
                                .flatMap(report ->
                                        report.workload()
                                                .map(work ->
                                                        new WorkReport.AfterMove(
                                                                report.number(), work)))));
    }

    @Override
    public void close() {
        watch.ifPresent(WorkloadWatch::close);
    }
}
