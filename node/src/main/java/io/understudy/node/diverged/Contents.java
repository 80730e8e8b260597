package io.understudy.node.diverged;

import io.understudy.core.model.LogPosition;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What a piece of the log held.
 *
 * @param listed false until the log was read
 * @param transactions how many ended how
 * @param tables what committed transactions changed in the users' tables
 * @param catalogChanges rows of PostgreSQL's own catalog that committed transactions changed:
 *     tables made, altered and dropped
 * @param rows the first changes of the users' tables, in the order of the log
 * @param rowsLeftOut how many more there are
 * @param unread what could not be read, one sentence each
 */
public record Contents(
        boolean listed,
        Transactions transactions,
        List<TableChanges> tables,
        long catalogChanges,
        List<RowChange> rows,
        long rowsLeftOut,
        List<String> unread) {

    public static final Contents NOT_LISTED =
            new Contents(false, new Transactions(0, 0, 0), List.of(), 0, List.of(), 0, List.of());

    public Contents {
        tables = List.copyOf(tables);
        rows = List.copyOf(rows);
        unread = List.copyOf(unread);
    }

    /**
     * Transactions that ended in this part of the log, or wrote in it without an end.
     *
     * @param committed how many
     * @param aborted how many
     * @param open how many neither committed nor aborted where the log ends: lost on this node, too
     */
    public record Transactions(long committed, long aborted, long open) {}

    /**
     * What committed transactions changed in one table.
     *
     * @param inserted how many rows
     * @param updated how many rows
     * @param deleted how many rows
     */
    public record TableChanges(
            String database, String table, long inserted, long updated, long deleted) {

        public long rows() {
            return inserted + updated + deleted;
        }
    }

    /**
     * One row that was changed.
     *
     * @param at where in the log
     * @param transaction PostgreSQL's number of it
     * @param fate {@code committed}, {@code aborted}, {@code prepared} or {@code open}
     * @param ended when the transaction committed or aborted, by the node's clock
     * @param operation {@code insert}, {@code update} or {@code delete}
     * @param place PostgreSQL's ctid: of the new row, or of the deleted one
     * @param row as JSON, or the first part of it; empty where it could not be read
     * @param note why there is no row, or what else must be known
     */
    public record RowChange(
            LogPosition at,
            long transaction,
            String fate,
            Optional<Instant> ended,
            String database,
            String table,
            String operation,
            String place,
            Optional<String> row,
            Optional<String> note) {}

    /** Rows that committed transactions changed. */
    public long committedRows() {
        return tables.stream().mapToLong(TableChanges::rows).sum();
    }

    Contents outline() {
        return new Contents(
                listed,
                transactions,
                tables,
                catalogChanges,
                List.of(),
                rowsLeftOut + rows.size(),
                unread);
    }

    /** One sentence without an end: {@code 17 rows in 2 tables}. */
    public String summary() {
        if (!listed) {
            return "log that was not read yet";
        }
        String rows = counted(committedRows(), "row") + " in " + counted(tables.size(), "table");
        String catalog =
                catalogChanges > 0
                        ? " and " + counted(catalogChanges, "change") + " of the catalog"
                        : "";
        return (committedRows() == 0 ? "no committed row" : rows)
                + catalog
                + (unread.isEmpty() ? "" : ", and what could not be read");
    }

    private static String counted(long number, String noun) {
        return number + " " + noun + (number == 1 ? "" : "s");
    }
}
