package io.understudy.node.postgres;

import io.understudy.node.diverged.Contents;
import io.understudy.node.diverged.Contents.RowChange;
import io.understudy.node.diverged.Contents.TableChanges;
import io.understudy.node.postgres.LogRecord.Operation;
import io.understudy.node.postgres.LogRecord.TableFile;
import io.understudy.node.postgres.OldRows.Table;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Puts what the log says and what the old data has together: what a piece of the log held. Pure.
 *
 * @param digest of the log
 * @param tables of the old data, as far as they are known
 * @param rows of the old data, as far as they were read
 * @param unread what is known to be missing already
 */
record Listing(
        LogDigest digest,
        Map<TableFile, Table> tables,
        Map<Table, OldRows.Rows> rows,
        List<String> unread) {

    /** How a row in a change one by one stands to what was read of it. */
    private record Found(String place, Optional<String> row, Optional<String> note) {}

    Contents contents() {
        Map<Table, TableChanges> sums = new LinkedHashMap<>();
        Map<TableFile, TableChanges> strangers = new LinkedHashMap<>();
        long catalog = 0;
        long changes = 0;
        for (var entry : digest.counts().entrySet()) {
            TableFile file = entry.getKey().file();
            LogDigest.Count count = entry.getValue();
            boolean committed = fate(entry.getKey().transaction()).equals("committed");
            Optional<Table> table = Optional.ofNullable(tables.get(file));
            if (isCatalog(file, table)) {
                catalog += committed ? total(count) : 0;
            } else if (table.isEmpty() || !table.get().partsOfRows()) {
                changes += total(count);
                if (committed) {
                    TableChanges sum = sum(file, table, count);
                    if (table.isPresent()) {
                        sums.merge(table.get(), sum, Listing::plus);
                    } else {
                        strangers.merge(file, sum, Listing::plus);
                    }
                }
            }
        }
        List<TableChanges> all = new ArrayList<>(sums.values());
        all.addAll(strangers.values());
        List<RowChange> single = singly();
        return new Contents(
                true,
                new Contents.Transactions(
                        digest.ended("committed"), digest.ended("aborted"), digest.open()),
                all,
                catalog,
                single,
                Math.max(0, changes - single.size()),
                unread(strangers.keySet()));
    }

    private static long total(LogDigest.Count count) {
        return count.inserted() + count.updated() + count.deleted();
    }

    /** Numbers below this are PostgreSQL's own; a rewritten catalog may have a higher one. */
    private static final long FIRST_OF_USERS = 16384;

    private static boolean isCatalog(TableFile file, Optional<Table> table) {
        return table.map(Table::catalog)
                .orElse(file.database() == 0 || file.node() < FIRST_OF_USERS);
    }

    private TableChanges sum(TableFile file, Optional<Table> table, LogDigest.Count count) {
        return new TableChanges(
                table.map(Table::database).orElse("database " + file.database()),
                label(file, table),
                count.inserted(),
                count.updated(),
                count.deleted());
    }

    private static TableChanges plus(TableChanges so, TableChanges more) {
        return new TableChanges(
                so.database(),
                so.table(),
                so.inserted() + more.inserted(),
                so.updated() + more.updated(),
                so.deleted() + more.deleted());
    }

    private static String label(TableFile file, Optional<Table> table) {
        return table.map(Table::label).orElse("file " + file);
    }

    private String fate(long transaction) {
        return digest.end(transaction).map(LogRecord.Ended::fate).orElse("open");
    }

    private List<RowChange> singly() {
        List<RowChange> changes = new ArrayList<>();
        for (LogRecord.Rows change : digest.rows()) {
            Optional<Table> table = Optional.ofNullable(tables.get(change.file()));
            boolean shown =
                    !isCatalog(change.file(), table)
                            && (table.isEmpty() || !table.get().partsOfRows());
            if (shown && changes.size() < LogDigest.MOST_ROWS) {
                found(change, table).forEach(found -> changes.add(change(change, table, found)));
            }
        }
        return changes;
    }

    private RowChange change(LogRecord.Rows change, Optional<Table> table, Found found) {
        return new RowChange(
                change.at(),
                change.transaction(),
                fate(change.transaction()),
                digest.end(change.transaction()).flatMap(LogRecord.Ended::when),
                table.map(Table::database).orElse("database " + change.file().database()),
                label(change.file(), table),
                change.operation().name().toLowerCase(Locale.ROOT),
                found.place(),
                found.row(),
                found.note());
    }

    private List<Found> found(LogRecord.Rows change, Optional<Table> table) {
        Optional<OldRows.Rows> read = table.map(rows::get);
        if (change.place().isPresent()) {
            return List.of(single(change, change.place().get(), read));
        }
        List<Found> bulk = new ArrayList<>();
        String block = "(" + change.block() + ",";
        read.ifPresent(known ->
                known.byPlace().values().stream()
                        .filter(row -> row.writer() == change.transaction())
                        .filter(row -> row.place().startsWith(block))
                        .forEach(row ->
                                bulk.add(
                                        new Found(
                                                row.place(),
                                                Optional.of(row.text()),
                                                Optional.empty()))));
        for (long missing = bulk.size(); missing < change.rows(); missing++) {
            bulk.add(new Found(block + "?)", Optional.empty(), Optional.of(why(change, read))));
        }
        return bulk;
    }

    private Found single(LogRecord.Rows change, int offset, Optional<OldRows.Rows> read) {
        String place = "(" + change.block() + "," + offset + ")";
        Optional<String> text =
                change.operation() == Operation.DELETE
                        ? Optional.empty()
                        : read.flatMap(known -> Optional.ofNullable(known.byPlace().get(place)))
                                .filter(row -> row.writer() == change.transaction())
                                .map(OldRows.Row::text);
        return new Found(
                place, text, text.isPresent() ? Optional.empty() : Optional.of(why(change, read)));
    }

    private String why(LogRecord.Rows change, Optional<OldRows.Rows> read) {
        if (digest.removed(change.file())) {
            return "its table was truncated, rewritten or dropped later";
        }
        if (change.operation() == Operation.DELETE) {
            return "the log does not repeat a deleted row; the primary has it at this place,"
                    + " unless it has changed there";
        }
        if (!fate(change.transaction()).equals("committed")) {
            return "nobody can see a row that was not committed";
        }
        return read.isEmpty()
                ? "not read"
                : read.get()
                        .trouble()
                        .orElse("changed or deleted again later, so no longer to be seen");
    }

    private List<String> unread(Set<TableFile> strangers) {
        List<String> sentences = new ArrayList<>(unread);
        for (TableFile file : new HashSet<>(strangers)) {
            sentences.add(
                    "the name of the table in file "
                            + file
                            + (digest.removed(file)
                                    ? ": it was truncated, rewritten or dropped later"
                                    : ": nothing that could be read has it"));
        }
        List<Long> before = digest.begunBefore();
        if (!before.isEmpty()) {
            sentences.add(
                    "what transactions "
                            + before
                            + " changed before the kept log begins, if anything: they had begun by"
                            + " then");
        }
        if (digest.overflown()) {
            sentences.add("some of the changes are not counted: there were too many transactions");
        }
        return sentences;
    }
}
