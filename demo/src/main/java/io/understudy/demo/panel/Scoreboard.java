package io.understudy.demo.panel;

import io.understudy.demo.client.Gap;
import io.understudy.demo.client.RowReport;
import io.understudy.demo.client.RowWriter;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What came of the rows so far. A row counts as lost only when two looks in a row at the table miss
 * it: one look may still meet a database that is just being stopped. For one thread.
 */
final class Scoreboard {

    private final RowWriter rows;
    private Set<Long> missed = Set.of();
    private long lost = UNKNOWN;

    /** Nobody has looked yet. */
    static final long UNKNOWN = -1;

    Scoreboard(RowWriter rows) {
        this.rows = rows;
    }

    /**
     * @param acknowledged rows
     * @param unknown rows whose commit had no clear answer: neither acknowledged nor lost
     * @param lost rows that were acknowledged and are gone; {@link #UNKNOWN} before the first look
     * @param secondWriters acknowledgements that only two primaries at once explain
     * @param longestGapMillis between two acknowledgements
     */
    record Score(
            long acknowledged, long unknown, long lost, long secondWriters, long longestGapMillis) {
        static final Score NONE = new Score(0, 0, UNKNOWN, 0, 0);
    }

    /** Looks at the table, where a primary lets it; may block for a second or two. */
    void look() {
        rows.missing().ifPresent(this::take);
    }

    private void take(List<Long> missing) {
        Set<Long> twice = new HashSet<>(missing);
        twice.retainAll(missed);
        missed = Set.copyOf(missing);
        lost = twice.size();
    }

    Score score() {
        RowReport report = rows.soFar();
        return new Score(
                report.acknowledged(),
                report.unknown(),
                lost,
                report.contradictions().size(),
                report.longestGap().map(Gap::length).map(Duration::toMillis).orElse(0L));
    }
}
