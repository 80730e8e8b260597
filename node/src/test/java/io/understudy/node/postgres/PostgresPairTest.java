package io.understudy.node.postgres;

import static io.understudy.node.postgres.TestCluster.A;
import static io.understudy.node.postgres.TestCluster.B;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.understudy.core.action.Outcome;
import io.understudy.core.action.StopMode;
import io.understudy.core.observation.DatabaseState;
import io.understudy.core.port.Progress;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class PostgresPairTest {

    private static final Duration LONG = Duration.ofSeconds(30);
    private static final Duration LOOK = Duration.ofSeconds(2);
    private static final Outcome DONE = new Outcome.Done();

    private final TestCluster cluster = new TestCluster();
    private final PostgresDatabase a = cluster.database(A);
    private final PostgresDatabase b = cluster.database(B);

    @BeforeEach
    void aUserHasData() {
        cluster.initialize(A);
    }

    @AfterEach
    void close() {
        cluster.close();
    }

    private void pair() {
        assertThat(a.startPrimary(Set.of(), LONG)).isEqualTo(DONE);
        assertThat(b.copyAnew(A, LONG, Progress.NONE)).isEqualTo(DONE);
        assertThat(b.startStandby(A, LONG)).isEqualTo(DONE);
        awaitFollower(a, B);
        assertThat(a.waitFor(Set.of(B), LONG)).isEqualTo(DONE);
        await().atMost(LONG)
                .untilAsserted(() ->
                        assertThat(primary(a).followers())
                                .anyMatch(DatabaseState.Follower::synchronous));
    }

    private static void awaitFollower(PostgresDatabase on, io.understudy.core.model.NodeId node) {
        await().atMost(LONG)
                .pollInterval(Duration.ofMillis(20))
                .untilAsserted(() ->
                        assertThat(primary(on).followers())
                                .anyMatch(it -> it.node().equals(node) && it.streaming()));
    }

    private static DatabaseState.Primary primary(PostgresDatabase database) {
        DatabaseState state = database.look(LOOK);
        assertThat(state).isInstanceOf(DatabaseState.Primary.class);
        return (DatabaseState.Primary) state;
    }

    private static DatabaseState.Standby standby(PostgresDatabase database) {
        DatabaseState state = database.look(LOOK);
        assertThat(state).isInstanceOf(DatabaseState.Standby.class);
        return (DatabaseState.Standby) state;
    }

    @Test
    void aPairComesUpAndStreamsSynchronously() throws Exception {
        assertThat(b.look(LOOK)).isEqualTo(new DatabaseState.Absent());
        assertThat(a.look(LOOK)).isInstanceOf(DatabaseState.Stopped.class);

        pair();

        cluster.sql(A, "create table t (n int)");
        cluster.sql(A, "insert into t values (1)");
        assertThat(primary(a).waitsFor()).containsExactly(B);
        assertThat(standby(b).streaming()).isTrue();
        assertThat(standby(b).upstream()).isEqualTo(Optional.of(A));
        await().atMost(LONG)
                .untilAsserted(() -> assertThat(cluster.ask(B, "select n from t")).isEqualTo("1"));
    }

    @Test
    void thePromotedStandbyHasEveryRowAndTheKilledPrimaryRewinds() throws Exception {
        pair();
        cluster.sql(A, "create table t (n int)");
        for (int row = 0; row < 50; row++) {
            cluster.sql(A, "insert into t values (" + row + ")");
        }
        cluster.crash(A);
        assertThat(a.stop(StopMode.AT_ONCE, LONG)).isEqualTo(DONE);
        assertThat(a.look(LOOK)).isInstanceOf(DatabaseState.Stopped.class);

        assertThat(b.promote(Set.of(), LONG)).isEqualTo(DONE);
        assertThat(cluster.ask(B, "select count(*) from t")).isEqualTo("50");
        assertThat(primary(b).timeline()).isEqualTo(2);

        assertThat(a.rewind(B, LONG, Progress.NONE)).isEqualTo(DONE);
        assertThat(a.startStandby(B, LONG)).isEqualTo(DONE);
        awaitFollower(b, A);
        assertThat(b.waitFor(Set.of(A), LONG)).isEqualTo(DONE);
        cluster.sql(B, "insert into t values (50)");
        await().atMost(LONG)
                .untilAsserted(
                        () -> assertThat(cluster.ask(A, "select count(*) from t")).isEqualTo("51"));
    }

    @Test
    void anOrderlyMoveLosesNothing() throws Exception {
        pair();
        cluster.sql(A, "create table t (n int)");
        cluster.sql(A, "insert into t values (1)");
        assertThat(a.stop(StopMode.ORDERLY, LONG)).isEqualTo(DONE);
        assertThat(cluster.processes(A)).isEmpty();
        DatabaseState.Stopped stopped = (DatabaseState.Stopped) a.look(LOOK);
        assertThat(stopped.clean()).isTrue();
        assertThat(standby(b).received().isAtLeast(stopped.end())).isTrue();

        assertThat(b.promote(Set.of(), LONG)).isEqualTo(DONE);
        assertThat(cluster.ask(B, "select count(*) from t")).isEqualTo("1");
        assertThat(a.rewind(B, LONG, Progress.NONE)).isEqualTo(DONE);
        assertThat(a.startStandby(B, LONG)).isEqualTo(DONE);
        awaitFollower(b, A);
    }
}
