package io.understudy.node.postgres;

import io.understudy.core.model.LogPosition;
import io.understudy.node.postgres.LogRecord.Operation;
import io.understudy.node.postgres.LogRecord.TableFile;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Counts what a piece of the log changed, in memory that does not grow with the rows. Takes the
 * records in the order of the log; for one thread.
 */
final class LogDigest {

    /** The most changes of rows that are kept one by one. */
    static final int MOST_ROWS = 1000;

    /** The most transactions and tables that are told apart. */
    private static final int MOST_KEYS = 200_000;

    private final LogPosition fork;
    private final Map<Key, Count> counts = new LinkedHashMap<>();
    private final List<LogRecord.Rows> rows = new ArrayList<>();
    private final Map<Long, LogRecord.Ended> ends = new HashMap<>();
    private final Map<Long, Long> wholes = new HashMap<>();
    private final Set<TableFile> removed = new HashSet<>();
    private Optional<Long> firstSeen = Optional.empty();
    private LogPosition last;
    private boolean overflown;
    private boolean diverged;

    /**
     * Of log that may begin before the fork.
     *
     * @param fork what ended before this is in the primary's history, too
     */
    LogDigest(LogPosition fork) {
        this.fork = fork;
        this.last = fork;
    }

    /** What one transaction, or a part of one, did to one table's file. */
    record Key(long transaction, TableFile file) {}

    /** In rows. */
    record Count(long inserted, long updated, long deleted, LogPosition last) {
        static final Count NONE = new Count(0, 0, 0, LogPosition.START);

        Count plus(LogRecord.Rows change) {
            long rows = change.rows();
            return switch (change.operation()) {
                case Operation.INSERT -> new Count(inserted + rows, updated, deleted, change.at());
                case Operation.UPDATE -> new Count(inserted, updated + rows, deleted, change.at());
                case Operation.DELETE -> new Count(inserted, updated, deleted + rows, change.at());
            };
        }
    }

    void take(LogRecord seen) {
        last = seen.at();
        diverged |= last.isAtLeast(fork);
        if (seen.transaction() != 0 && firstSeen.isEmpty()) {
            firstSeen = Optional.of(seen.transaction());
        }
        switch (seen) {
            case LogRecord.Rows change -> count(change);
            case LogRecord.Ended end -> end(end);
            case LogRecord.Other _ -> {}
        }
    }

    private void count(LogRecord.Rows change) {
        Key key = new Key(change.transaction(), change.file());
        if (!counts.containsKey(key) && counts.size() >= MOST_KEYS) {
            overflown = true;
            return;
        }
        counts.merge(key, Count.NONE.plus(change), (so, _) -> so.plus(change));
        if (rows.size() < MOST_ROWS) {
            rows.add(change);
        }
    }

    private void end(LogRecord.Ended end) {
        if (end.at().isAtLeast(fork)) {
            if (!end.fate().equals("prepared") || !ends.containsKey(end.transaction())) {
                ends.put(end.transaction(), end);
            }
            end.parts().forEach(part -> wholes.put(part, end.transaction()));
            removed.addAll(end.removed());
        } else {
            drop(end);
        }
    }

    /** It ended before the fork, so the primary has it. */
    private void drop(LogRecord.Ended end) {
        if (end.fate().equals("prepared")) {
            return;
        }
        Set<Long> gone = new HashSet<>(end.parts());
        gone.add(end.transaction());
        counts.keySet().removeIf(key -> gone.contains(key.transaction()));
        rows.removeIf(row -> gone.contains(row.transaction()));
    }

    /** The tables' files that were changed, with how much; aborted changes included. */
    Map<Key, Count> counts() {
        return Map.copyOf(counts);
    }

    /** The first changes one by one, in the order of the log. */
    List<LogRecord.Rows> rows() {
        return List.copyOf(rows);
    }

    /** How that transaction, or the whole that this is a part of, ended. */
    Optional<LogRecord.Ended> end(long transaction) {
        return Optional.ofNullable(ends.get(wholes.getOrDefault(transaction, transaction)));
    }

    /** How many transactions ended in that way after the fork. */
    long ended(String fate) {
        return ends.values().stream().filter(end -> end.fate().equals(fate)).count();
    }

    /** How many wrote and did not end. */
    long open() {
        return counts.keySet().stream()
                .map(Key::transaction)
                .filter(number -> end(number).isEmpty())
                .distinct()
                .count();
    }

    boolean removed(TableFile file) {
        return removed.contains(file);
    }

    /** Where the last record is that was read. */
    LogPosition last() {
        return last;
    }

    /** Whether there was any record from the fork on. */
    boolean diverged() {
        return diverged;
    }

    boolean overflown() {
        return overflown;
    }

    /**
     * Committed transactions of which a part may lie before the log that was read: they had their
     * numbers before its first record.
     */
    List<Long> begunBefore() {
        return ends.values().stream()
                .filter(end -> end.fate().equals("committed"))
                .map(LogRecord.Ended::transaction)
                .filter(number -> firstSeen.isEmpty() || number < firstSeen.get())
                .sorted()
                .toList();
    }
}
