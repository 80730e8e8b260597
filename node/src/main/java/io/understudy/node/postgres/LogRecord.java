package io.understudy.node.postgres;

import io.understudy.core.model.LogPosition;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What one record of the log says, as far as a list of changes needs it. */
sealed interface LogRecord {

    LogPosition at();

    /** PostgreSQL's number of the transaction, or of a part of one; 0 where it belongs to none. */
    long transaction();

    /**
     * Rows of a table's file were written.
     *
     * @param rows how many; more than one only in a bulk insert
     * @param place of the new row, or of the deleted one; empty where the record does not say
     */
    record Rows(
            LogPosition at,
            long transaction,
            Operation operation,
            TableFile file,
            long block,
            long rows,
            Optional<Integer> place)
            implements LogRecord {}

    /** What was done to a row. */
    enum Operation {
        INSERT,
        UPDATE,
        DELETE
    }

    /** A table's file: what PostgreSQL calls a relfilenode, with its tablespace and database. */
    record TableFile(long tablespace, long database, long node) {
        @Override
        public String toString() {
            return tablespace + "/" + database + "/" + node;
        }
    }

    /**
     * A transaction ended, or was prepared to.
     *
     * @param fate {@code committed}, {@code aborted} or {@code prepared}
     * @param parts the numbers of its parts (savepoints)
     * @param removed the files that went with it: of tables truncated, rewritten or dropped
     */
    record Ended(
            LogPosition at,
            long transaction,
            String fate,
            Optional<Instant> when,
            List<Long> parts,
            List<TableFile> removed)
            implements LogRecord {
        public Ended {
            parts = List.copyOf(parts);
            removed = List.copyOf(removed);
        }
    }

    record Other(LogPosition at, long transaction) implements LogRecord {}
}
