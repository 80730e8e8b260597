package io.understudy.node.postgres;

import static io.understudy.node.postgres.Pair.DONE;
import static io.understudy.node.postgres.Pair.LONG;
import static io.understudy.node.postgres.Pair.awaitStreaming;
import static io.understudy.node.postgres.Pair.standby;
import static io.understudy.node.postgres.TestCluster.A;
import static io.understudy.node.postgres.TestCluster.B;
import static io.understudy.node.postgres.TestCluster.C;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.understudy.core.action.StopMode;
import io.understudy.core.model.LogPosition;
import io.understudy.core.port.Progress;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** C has received more of A's log than B, which then becomes the primary. */
@Timeout(120)
class PostgresPastForkTest {

    private final TestCluster cluster = new TestCluster(A, B, C);
    private final PostgresDatabase a = cluster.database(A);
    private final PostgresDatabase b = cluster.database(B);
    private final PostgresDatabase c = cluster.database(C);

    @BeforeEach
    void twoStandbysFollow() throws Exception {
        cluster.initialize(A);
        assertThat(a.startPrimary(Set.of(), LONG)).isEqualTo(DONE);
        cluster.sql(A, "create table t (n int)");
        for (PostgresDatabase standby : new PostgresDatabase[] {b, c}) {
            assertThat(standby.copyAnew(A, LONG, Progress.NONE)).isEqualTo(DONE);
            assertThat(standby.startStandby(A, LONG)).isEqualTo(DONE);
        }
        awaitStreaming(a, B);
        awaitStreaming(a, C);
    }

    @AfterEach
    void close() {
        cluster.close();
    }

    @Test
    void aStandbyThatReplayedPastTheForkGoesBack() throws Exception {
        assertThat(b.stop(StopMode.ORDERLY, LONG)).isEqualTo(DONE);
        cluster.sql(A, "insert into t select generate_series(1, 1000)");
        await().atMost(LONG).until(() -> cluster.ask(C, "select count(*) from t").equals("1000"));
        assertThat(c.stop(StopMode.ORDERLY, LONG)).isEqualTo(DONE);
        bTakesOver();

        assertThat(c.rewind(B, LONG, Progress.NONE)).isEqualTo(DONE);

        followsB();
    }

    @Test
    void aStandbyThatOnlyReceivedPastTheForkNeedsACopy() throws Exception {
        cluster.sql(C, "select pg_wal_replay_pause()");
        assertThat(b.stop(StopMode.ORDERLY, LONG)).isEqualTo(DONE);
        LogPosition before = standby(c).received();
        cluster.sql(A, "insert into t select generate_series(1, 1000)");
        await().atMost(LONG).until(() -> standby(c).received().compareTo(before) > 0);
        assertThat(c.stop(StopMode.ORDERLY, LONG)).isEqualTo(DONE);
        bTakesOver();

        assertThat(Pair.refusal(c.rewind(B, LONG, Progress.NONE)))
                .contains("received log that ci-b does not have")
                .contains("new copy");
        assertThat(c.copyAnew(B, LONG, Progress.NONE)).isEqualTo(DONE);

        followsB();
    }

    private void bTakesOver() throws Exception {
        cluster.crash(A);
        assertThat(b.startStandby(A, LONG)).isEqualTo(DONE);
        assertThat(b.promote(Set.of(), LONG)).isEqualTo(DONE);
        cluster.sql(B, "insert into t values (-1)");
    }

    private void followsB() {
        assertThat(c.startStandby(B, LONG)).isEqualTo(DONE);
        awaitStreaming(b, C);
        await().atMost(LONG)
                .untilAsserted(() ->
                        assertThat(cluster.ask(C, "select string_agg(n::text, ',') from t"))
                                .isEqualTo("-1"));
    }
}
