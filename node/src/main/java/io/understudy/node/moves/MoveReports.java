package io.understudy.node.moves;

import io.understudy.core.decision.Decider;
import io.understudy.node.api.Forecast;
import io.understudy.node.api.MoveReport;
import io.understudy.node.journal.Entry;
import io.understudy.node.moves.MoveTracker.Memory;
import io.understudy.node.moves.MoveTracker.Told;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;

/**
 * Reads along with the journal, and keeps a report of each move. One thread hands in the entries;
 * any thread may ask.
 */
public final class MoveReports implements Consumer<Entry> {

    private final MoveArchive archive;
    private final MoveTracker tracker;
    private Memory memory = Memory.NOTHING;

    public MoveReports(Path folder) {
        this.archive = new MoveArchive(folder);
        this.tracker =
                new MoveTracker(
                        Decider.standard(), (kind, side) -> Forecast.of(archive.all(), kind, side));
    }

    @Override
    public void accept(Entry entry) {
        Told told = tracker.next(memory, entry);
        memory = told.next();
        told.reports().forEach(archive::keep);
    }

    /** The latest, oldest first. */
    public List<MoveReport> last(int most) {
        List<MoveReport> all = archive.all();
        return List.copyOf(all.subList(Math.max(0, all.size() - most), all.size()));
    }
}
