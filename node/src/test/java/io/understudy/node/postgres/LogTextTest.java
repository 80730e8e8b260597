package io.understudy.node.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.understudy.core.model.LogPosition;
import io.understudy.node.postgres.LogRecord.Operation;
import io.understudy.node.postgres.LogRecord.TableFile;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What pg_waldump prints, up to PostgreSQL 15 and from 16 on. */
class LogTextTest {

    private static final String HEAD =
            "len (rec/tot):     54/   294, tx:        725, lsn: 0/015250D0, prev 0/01524B98, desc:"
                    + " ";
    private static final String BLOCK = ", blkref #0: rel 1663/5/16384 blk 7 FPW";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "INSERT | 6 | INSERT off 6 flags 0x00",
                "INSERT | 6 | INSERT+INIT off: 6, flags: 0x00",
                "UPDATE | 9 | HOT_UPDATE off 1 xmax 726 flags 0x20 ; new off 9 xmax 0",
                "UPDATE | 9 | UPDATE old_xmax: 726, old_off: 1, old_infobits: [], flags: 0x20,"
                        + " new_xmax: 0, new_off: 9",
                "DELETE | 2 | DELETE off 2 flags 0x00 KEYS_UPDATED ",
                "DELETE | 2 | DELETE xmax: 727, off: 2, infobits: [KEYS_UPDATED], flags: 0x00"
            })
    void readsARow(Operation operation, int place, String text) {
        assertThat(LogText.parse("rmgr: Heap        " + HEAD + text + BLOCK))
                .hasValue(
                        new LogRecord.Rows(
                                LogPosition.parse("0/15250D0"),
                                725,
                                operation,
                                new TableFile(1663, 5, 16384),
                                7,
                                1,
                                Optional.of(place)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "MULTI_INSERT 12 tuples flags 0x02",
                "MULTI_INSERT+INIT ntuples: 12, flags: 0x02",
            })
    void readsABulkInsert(String text) {
        assertThat(LogText.parse("rmgr: Heap2       " + HEAD + text + BLOCK))
                .hasValueSatisfying(found ->
                        assertThat(found)
                                .isInstanceOfSatisfying(
                                        LogRecord.Rows.class,
                                        rows -> assertThat(rows.rows()).isEqualTo(12)));
    }

    @Test
    void readsACommitWithItsPartsAndRemovedFiles() {
        assertThat(
                        LogText.parse(
                                "rmgr: Transaction "
                                        + HEAD
                                        + "COMMIT 2026-11-21 07:17:05.932445 UTC; rels:"
                                        + " base/5/16388 pg_tblspc/16400/PG_15_202209061/5/16401;"
                                        + " subxacts: 731 732"))
                .hasValue(
                        new LogRecord.Ended(
                                LogPosition.parse("0/15250D0"),
                                725,
                                "committed",
                                Optional.of(Instant.parse("2026-11-21T07:17:05.932445Z")),
                                List.of(731L, 732L),
                                List.of(
                                        new TableFile(1663, 5, 16388),
                                        new TableFile(16400, 5, 16401))));
    }

    @Test
    void readsThatAPreparedTransactionCommitted() {
        assertThat(
                        LogText.parse(
                                "rmgr: Transaction "
                                        + HEAD.replace("725", "  0")
                                        + "COMMIT_PREPARED 736: 2026-11-21 07:17:05 UTC"))
                .hasValueSatisfying(found -> {
                    assertThat(found).isInstanceOf(LogRecord.Ended.class);
                    assertThat(((LogRecord.Ended) found).transaction()).isEqualTo(736);
                    assertThat(((LogRecord.Ended) found).fate()).isEqualTo("committed");
                });
    }

    @Test
    void passesOverTheRest() {
        assertThat(LogText.parse("first record is after 0/1000000, at 0/1000028")).isEmpty();
        assertThat(LogText.parse("rmgr: Heap        " + HEAD + "LOCK off 1: xid 725" + BLOCK))
                .containsInstanceOf(LogRecord.Other.class);
    }
}
