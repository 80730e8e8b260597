package io.understudy.node.postgres;

import static io.understudy.node.postgres.Pair.DONE;
import static io.understudy.node.postgres.Pair.LONG;
import static io.understudy.node.postgres.Pair.awaitStreaming;
import static io.understudy.node.postgres.TestCluster.A;
import static io.understudy.node.postgres.TestCluster.B;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import io.understudy.core.action.StopMode;
import io.understudy.core.port.Progress;
import io.understudy.node.diverged.Contents;
import io.understudy.node.diverged.Contents.RowChange;
import io.understudy.node.diverged.Contents.TableChanges;
import io.understudy.node.diverged.Incident;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A dies with rows of its own, B takes over, and A comes back. */
@Timeout(120)
class PostgresDivergedTest {

    private final TestCluster cluster = new TestCluster();
    private final PostgresDatabase a = cluster.database(A);
    private final PostgresDatabase b = cluster.database(B);

    @BeforeEach
    void aPair() throws Exception {
        cluster.initialize(A);
        Pair.up(a, b);
        assertThat(a.waitFor(Set.of(), LONG)).isEqualTo(DONE);
        cluster.sql(A, "create table builds (id int primary key, name text)");
        cluster.sql(A, "create table \"odd name\" (note text)");
        cluster.sql(A, "insert into builds select n, 'build ' || n from generate_series(1, 5) n");
        await().atMost(LONG).until(() -> cluster.ask(B, "select count(*) from builds").equals("5"));
        assertThat(b.stop(StopMode.ORDERLY, LONG)).isEqualTo(DONE);
    }

    @AfterEach
    void close() {
        cluster.close();
    }

    @Test
    void whatOnlyTheOldPrimaryHeldIsListedRowByRow() throws Exception {
        cluster.sql(A, "insert into builds values (10, 'tab\tand \"quote\" and \\ and ß')");
        cluster.sql(A, "update builds set name = 'renamed' where id = 1");
        cluster.sql(A, "delete from builds where id = 2");
        cluster.sql(A, "begin; insert into builds values (11, 'never'); rollback");
        cluster.sql(A, "insert into \"odd name\" values ('a'), ('b')");
        bTakesOver();

        Contents contents = rejoined().contents();

        assertThat(contents.unread()).isEmpty();
        assertThat(contents.tables())
                .containsExactlyInAnyOrder(
                        new TableChanges("postgres", "public.builds", 1, 1, 1),
                        new TableChanges("postgres", "public.odd name", 2, 0, 0));
        assertThat(contents.rows())
                .extracting(RowChange::operation, RowChange::fate, RowChange::row)
                .containsExactly(
                        tuple(
                                "insert",
                                "committed",
                                Optional.of(
                                        "{\"id\":10,\"name\":\"tab\\tand \\\"quote\\\" and \\\\"
                                                + " and ß\"}")),
                        tuple(
                                "update",
                                "committed",
                                Optional.of("{\"id\":1,\"name\":\"renamed\"}")),
                        tuple("delete", "committed", Optional.empty()),
                        tuple("insert", "aborted", Optional.empty()),
                        tuple("insert", "committed", Optional.of("{\"note\":\"a\"}")),
                        tuple("insert", "committed", Optional.of("{\"note\":\"b\"}")));
        assertThat(contents.summary()).isEqualTo("5 rows in 2 tables");
    }

    private void bTakesOver() throws Exception {
        cluster.crash(A);
        assertThat(b.startStandby(A, LONG)).isEqualTo(DONE);
        assertThat(b.promote(Set.of(), LONG)).isEqualTo(DONE);
    }

    private Incident rejoined() {
        assertThat(a.rewind(B, LONG, Progress.NONE)).isEqualTo(DONE);
        assertThat(a.startStandby(B, LONG)).isEqualTo(DONE);
        awaitStreaming(b, A);
        List<Incident> kept = cluster.settings(A).diverged().list();
        assertThat(kept).hasSize(1);
        return kept.getFirst();
    }
}
