package io.understudy.testkit.simulator;

import io.understudy.core.model.LogPoint;
import io.understudy.core.model.LogPosition;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One record of a write-ahead log. Each knows the one before it, so that a log is named by its last
 * entry, and histories that part are branches of one tree.
 */
final class Entry {
    private final @Nullable Entry before;

    /** One further back, twice as far as that one's own where it can be: so the way is short. */
    private final @Nullable Entry farBefore;

    private final int depth;
    private final int timeline;
    private final long end;
    private final int bytes;

    private Entry(@Nullable Entry before, int depth, int timeline, long end, int bytes) {
        this.before = before;
        this.farBefore = before == null ? null : before.jump();
        this.depth = depth;
        this.timeline = timeline;
        this.end = end;
        this.bytes = bytes;
    }

    static Entry first() {
        return new Entry(null, 0, 1, 0x3000000, 0);
    }

    Entry then(int onTimeline, int size) {
        return new Entry(this, depth + 1, onTimeline, end + size, size);
    }

    int timeline() {
        return timeline;
    }

    int bytes() {
        return bytes;
    }

    LogPosition end() {
        return new LogPosition(end);
    }

    /** Whether the log that ends here has that entry. */
    boolean has(Entry other) {
        return ancestorAt(other.depth) == other;
    }

    /** How far the log that ends here went on that timeline; empty where it never was on it. */
    Optional<LogPoint> lastOn(int wanted) {
        Entry entry = this;
        while (entry.timeline > wanted && entry.before != null) {
            entry = entry.before;
        }
        return entry.timeline == wanted
                ? Optional.of(new LogPoint(wanted, entry.end()))
                : Optional.empty();
    }

    /** Where the two logs parted. */
    Entry commonWith(Entry other) {
        Entry mine = this;
        while (!other.has(mine)) {
            mine = mine.ancestorAt(mine.depth - 1);
        }
        return mine;
    }

    private Entry ancestorAt(int wanted) {
        Entry entry = this;
        while (entry.depth > wanted && entry.before != null) {
            Entry far = entry.farBefore;
            entry = far != null && far.depth >= wanted ? far : entry.before;
        }
        return entry;
    }

    /** Where the one after this goes back to: past two ways of the same length, or here. */
    private Entry jump() {
        Entry far = farBefore;
        Entry farther = far == null ? null : far.farBefore;
        return far != null && farther != null && depth - far.depth == far.depth - farther.depth
                ? farther
                : this;
    }

    @Override
    public String toString() {
        return "%s on timeline %d".formatted(end(), timeline);
    }
}
