package io.understudy.node.postgres;

import static io.understudy.node.postgres.Pair.DONE;
import static io.understudy.node.postgres.Pair.LONG;
import static io.understudy.node.postgres.Pair.LOOK;
import static io.understudy.node.postgres.Pair.awaitStreaming;
import static io.understudy.node.postgres.Pair.primary;
import static io.understudy.node.postgres.Pair.refusal;
import static io.understudy.node.postgres.Pair.standby;
import static io.understudy.node.postgres.Pair.stopped;
import static io.understudy.node.postgres.TestCluster.A;
import static io.understudy.node.postgres.TestCluster.B;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.understudy.core.action.Outcome;
import io.understudy.core.action.StopMode;
import io.understudy.core.model.NodeId;
import io.understudy.core.observation.DatabaseState;
import io.understudy.core.port.Progress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class PostgresPairTest {

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

    @Test
    void aPairComesUpAndStreamsSynchronously() throws Exception {
        assertThat(b.look(LOOK)).isEqualTo(new DatabaseState.Absent());
        assertThat(stopped(a).clean()).isTrue();

        Pair.up(a, b);

        cluster.sql(A, "create table t (n int)");
        cluster.sql(A, "insert into t values (1)");
        assertThat(primary(a).waitsFor()).containsExactly(B);
        assertThat(standby(b).streaming()).isTrue();
        assertThat(standby(b).upstream()).isEqualTo(Optional.of(A));
        await().atMost(LONG)
                .untilAsserted(() -> assertThat(cluster.ask(B, "select n from t")).isEqualTo("1"));
        assertThat(
                        cluster.ask(
                                A,
                                "select version from pg_stat_ssl join pg_stat_replication using"
                                        + " (pid) where application_name = 'ci-b'"))
                .isEqualTo("TLSv1.3");
    }

    @Test
    void theUsersConfigurationStaysAsItIs() throws Exception {
        Path configuration = cluster.settings(A).data().resolve("postgresql.conf");
        String before = Files.readString(configuration);

        assertThat(a.startPrimary(Set.of(), LONG)).isEqualTo(DONE);

        assertThat(Files.readString(configuration)).isEqualTo(before);
        assertThat(cluster.ask(A, "show max_connections")).isEqualTo("20");
        assertThat(cluster.ask(A, "show wal_log_hints")).isEqualTo("on");
    }

    @Test
    void whatAlterSystemSaysOfOurSettingsDoesNotCount() throws Exception {
        assertThat(a.startPrimary(Set.of(), LONG)).isEqualTo(DONE);
        cluster.sql(A, "alter system set synchronous_standby_names = 'nobody'");
        assertThat(a.waitFor(Set.of(B), Duration.ofSeconds(1))).isNotEqualTo(DONE);

        assertThat(a.stop(StopMode.ORDERLY, LONG)).isEqualTo(DONE);
        assertThat(a.startPrimary(Set.of(), LONG)).isEqualTo(DONE);
        cluster.sql(A, "create table t (n int)");
        assertThat(primary(a).waitsFor()).isEmpty();
    }

    @Test
    void thePromotedStandbyHasEveryAcknowledgedRowAndTheKilledPrimaryRewinds() throws Exception {
        Pair.up(a, b);
        cluster.sql(A, "create table t (n int)");
        AtomicInteger acknowledged = new AtomicInteger();
        CompletableFuture<Void> writer =
                CompletableFuture.runAsync(() -> {
                    try (Connection connection = cluster.connect(A);
                            Statement statement = connection.createStatement()) {
                        for (int row = 1; row < 1_000_000; row++) {
                            statement.execute("insert into t values (" + row + ")");
                            acknowledged.set(row);
                        }
                    } catch (SQLException _) {
                        // The kill ends it.
                    }
                });
        await().atMost(LONG).until(() -> acknowledged.get() > 200);
        cluster.crash(A);
        writer.get(30, TimeUnit.SECONDS);
        assertThat(a.stop(StopMode.AT_ONCE, LONG)).isEqualTo(DONE);
        assertThat(stopped(a).clean()).isFalse();

        assertThat(b.promote(Set.of(), LONG)).isEqualTo(DONE);
        assertThat(Integer.parseInt(cluster.ask(B, "select max(n) from t")))
                .isGreaterThanOrEqualTo(acknowledged.get());
        assertThat(primary(b).timeline()).isEqualTo(2);

        assertThat(a.rewind(B, LONG, Progress.NONE)).isEqualTo(DONE);
        assertThat(a.startStandby(B, LONG)).isEqualTo(DONE);
        awaitStreaming(b, A);
        assertThat(b.waitFor(Set.of(A), LONG)).isEqualTo(DONE);
        cluster.sql(B, "insert into t values (0)");
        String count = cluster.ask(B, "select count(*) from t");
        await().atMost(LONG)
                .untilAsserted(() ->
                        assertThat(cluster.ask(A, "select count(*) from t")).isEqualTo(count));
    }

    @Test
    void whatAPrimaryWroteAloneIsKeptWhenItRewinds() throws Exception {
        Pair.up(a, b);
        cluster.sql(A, "create table t (n int)");
        assertThat(a.waitFor(Set.of(), LONG)).isEqualTo(DONE);
        cluster.crash(B);
        cluster.sql(A, "insert into t select generate_series(1, 10000)");
        cluster.crash(A);
        assertThat(b.startStandby(A, LONG)).isEqualTo(DONE);
        assertThat(b.promote(Set.of(), LONG)).isEqualTo(DONE);
        cluster.sql(B, "insert into t values (-1)");

        assertThat(a.rewind(B, LONG, Progress.NONE)).isEqualTo(DONE);

        List<Path> kept = new ArrayList<>();
        try (var files = Files.walk(cluster.settings(A).side().resolve("diverged"))) {
            files.filter(Files::isRegularFile).forEach(kept::add);
        }
        assertThat(kept).anyMatch(file -> file.endsWith("incident.json"));
        assertThat(kept)
                .anyMatch(file -> file.getFileName().toString().matches("00000001[0-9A-F]{16}"));
        assertThat(a.startStandby(B, LONG)).isEqualTo(DONE);
        await().atMost(LONG)
                .untilAsserted(() -> assertThat(cluster.ask(A, "select n from t")).isEqualTo("-1"));
    }

    @Test
    void anOrderlyMoveLosesNothingAndLeavesNothingToKeep() throws Exception {
        Pair.up(a, b);
        cluster.sql(A, "create table t (n int)");
        cluster.sql(A, "insert into t values (1)");
        assertThat(a.stop(StopMode.ORDERLY, LONG)).isEqualTo(DONE);
        assertThat(cluster.processes(A)).isEmpty();
        assertThat(stopped(a).clean()).isTrue();
        assertThat(standby(b).received().isAtLeast(stopped(a).end())).isTrue();

        assertThat(b.promote(Set.of(), LONG)).isEqualTo(DONE);
        assertThat(cluster.ask(B, "select count(*) from t")).isEqualTo("1");
        assertThat(a.rewind(B, LONG, Progress.NONE)).isEqualTo(DONE);
        assertThat(a.startStandby(B, LONG)).isEqualTo(DONE);
        awaitStreaming(b, A);
        assertThat(cluster.settings(A).side().resolve("diverged")).doesNotExist();
    }

    @Test
    void aCopyReplacesDataThatCannotBeRewoundAndKeepsItAside() throws Exception {
        Pair.up(a, b);
        cluster.crash(A);
        assertThat(b.promote(Set.of(), LONG)).isEqualTo(DONE);
        Path wal = cluster.settings(A).data().resolve("pg_wal");
        try (var segments = Files.list(wal)) {
            for (Path segment : segments.filter(Files::isRegularFile).toList()) {
                Files.delete(segment);
            }
        }

        assertThat(refusal(a.rewind(B, LONG, Progress.NONE))).contains("new copy");
        AtomicLong copied = new AtomicLong();
        assertThat(a.copyAnew(B, LONG, (_, done, _) -> copied.set(done))).isEqualTo(DONE);

        assertThat(copied.get()).isPositive();
        assertThat(cluster.besideData(A, ".before-copy-")).hasSize(1);
        assertThat(cluster.besideData(A, ".new-")).isEmpty();
        assertThat(a.startStandby(B, LONG)).isEqualTo(DONE);
        awaitStreaming(b, A);
    }

    @Test
    void noCommitEverSlipsThroughWhileSynchronyIsSwitchedOn() throws Exception {
        assertThat(a.startPrimary(Set.of(), LONG)).isEqualTo(DONE);
        cluster.sql(A, "create table t (n int)");
        for (int round = 0; round < 10; round++) {
            assertThat(a.waitFor(Set.of(B), LONG)).isEqualTo(DONE);
            assertThat(commitWaits(A)).isTrue();
            assertThat(a.waitFor(Set.of(), LONG)).isEqualTo(DONE);
        }
    }

    @Test
    void theLogKeptForAnAbsentStandbyIsCapped() throws Exception {
        Pair.up(a, b);
        assertThat(cluster.ask(A, "show max_slot_wal_keep_size")).isEqualTo("64MB");
        assertThat(cluster.ask(A, "select slot_name from pg_replication_slots where active"))
                .isEqualTo("understudy_ci_b");
        assertThat(a.waitFor(Set.of(), LONG)).isEqualTo(DONE);
        cluster.crash(B);
        cluster.sql(A, "create table t (n int)");
        for (int segment = 0; segment < 16; segment++) {
            cluster.sql(A, "insert into t values (1); select pg_switch_wal()");
        }
        cluster.sql(A, "checkpoint");
        assertThat(cluster.ask(A, "select wal_status from pg_replication_slots")).isEqualTo("lost");

        assertThat(b.startStandby(A, LONG)).isEqualTo(DONE);
        await().atMost(LONG)
                .untilAsserted(() ->
                        assertThat(standby(b).stream()).isEqualTo(DatabaseState.Stream.LOG_GONE));
        assertThat(b.stop(StopMode.ORDERLY, LONG)).isEqualTo(DONE);
        assertThat(b.copyAnew(A, LONG, Progress.NONE)).isEqualTo(DONE);
        assertThat(b.startStandby(A, LONG)).isEqualTo(DONE);
        awaitStreaming(a, B);
    }

    /** As the primary's daemon and that of a standby do when it joins. */
    @Test
    void aSlotThatTwoMakeAtOnceIsThereForBoth() throws Exception {
        Pair.up(a, b);
        assertThat(b.stop(StopMode.ORDERLY, LONG)).isEqualTo(DONE);
        try (Session one = session();
                Session other = session();
                var makers = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int round = 0; round < 50; round++) {
                cluster.sql(A, "select pg_drop_replication_slot('understudy_ci_b')");
                for (var made : makers.invokeAll(List.of(making(one), making(other)))) {
                    assertThat(made.get()).isEqualTo("understudy_ci_b");
                }
            }
        }
    }

    private Session session() throws Exception {
        PostgresSettings settings = cluster.settings(A);
        return Session.open(
                settings.access(),
                new PostgresSettings.Address("127.0.0.1", settings.listening().port()),
                Deadline.in(LONG));
    }

    private static Callable<String> making(Session session) {
        return () -> {
            Slots.ensure(session, Set.of(B), Deadline.in(LONG));
            return session.text("select slot_name from pg_replication_slots", Deadline.in(LONG));
        };
    }

    @Test
    void aSlotOfItsTimeAsPrimaryIsDroppedOnAStandby() throws Exception {
        Pair.up(a, b);
        assertThat(a.stop(StopMode.ORDERLY, LONG)).isEqualTo(DONE);
        assertThat(b.promote(Set.of(), LONG)).isEqualTo(DONE);
        assertThat(a.rewind(B, LONG, Progress.NONE)).isEqualTo(DONE);
        assertThat(a.startStandby(B, LONG)).isEqualTo(DONE);
        assertThat(cluster.ask(A, "select count(*) from pg_replication_slots")).isEqualTo("0");
    }

    /** It goes on in the timeline that the other has left. */
    @Test
    void theOneBeforeGoesOnAndTheLostSuccessorFollowsIt() throws Exception {
        Pair.up(a, b);
        assertThat(a.stop(StopMode.ORDERLY, LONG)).isEqualTo(DONE);
        assertThat(b.promote(Set.of(A), LONG)).isEqualTo(DONE);
        assertThat(b.stop(StopMode.AT_ONCE, LONG)).isEqualTo(DONE);

        assertThat(a.startPrimary(Set.of(), LONG)).isEqualTo(DONE);
        cluster.sql(A, "create table t as select 'one' as row");
        assertThat(b.rewind(A, LONG, Progress.NONE)).isEqualTo(DONE);
        assertThat(b.startStandby(A, LONG)).isEqualTo(DONE);

        Pair.awaitStreaming(a, B);
        assertThat(a.waitFor(Set.of(B), LONG)).isEqualTo(DONE);
        Pair.awaitSynchronous(a, B);
        assertThat(Pair.standby(b).timeline()).isEqualTo(Pair.primary(a).timeline());
    }

    @Test
    void aFrozenPostgresIsStoppedAtOnce() throws Exception {
        Pair.up(a, b);
        Postmaster.signal("STOP", cluster.processes(A));
        assertThat(a.look(Duration.ofMillis(200))).isInstanceOf(DatabaseState.Silent.class);
        assertThat(a.stop(StopMode.AT_ONCE, LONG)).isEqualTo(DONE);
        assertThat(cluster.processes(A)).isEmpty();
    }

    @Test
    void anOrderlyStopThatTakesTooLongIsAKillAndSaysSo() throws Exception {
        Pair.up(a, b);
        Postmaster.signal("STOP", cluster.processes(A));
        assertThat(a.stop(StopMode.ORDERLY, Duration.ofMillis(300)))
                .isInstanceOf(Outcome.Failed.class);
        assertThat(cluster.processes(A)).isEmpty();
    }

    @Test
    void anotherDaemonFindsTheRunningPostgres() {
        Pair.up(a, b);
        a.close();
        List<Long> before = cluster.processes(A);
        PostgresDatabase next = cluster.database(A);
        await().atMost(LONG)
                .untilAsserted(() ->
                        assertThat(primary(next).followers())
                                .anyMatch(DatabaseState.Follower::synchronous));
        assertThat(next.startPrimary(Set.of(B), LONG)).isEqualTo(DONE);
        assertThat(cluster.processes(A)).containsAll(before.subList(0, 1));
    }

    @Test
    void aStopEndsACopyThatIsUnderWay() throws Exception {
        assertThat(a.startPrimary(Set.of(), LONG)).isEqualTo(DONE);
        CompletableFuture<Outcome> copy =
                CompletableFuture.supplyAsync(
                        () -> b.copyAnew(A, LONG, (_, _, _) -> b.stop(StopMode.AT_ONCE, LONG)));
        assertThat(copy.get(20, TimeUnit.SECONDS)).isInstanceOf(Outcome.Failed.class);
        assertThat(b.look(LOOK)).isEqualTo(new DatabaseState.Absent());
        assertThat(b.copyAnew(A, LONG, Progress.NONE)).isEqualTo(DONE);
    }

    /** Whether a commit waits for a standby that is not there; it is cancelled then. */
    private boolean commitWaits(NodeId node) throws Exception {
        CompletableFuture<Void> writer =
                CompletableFuture.runAsync(() -> {
                    try {
                        cluster.sql(node, "insert into t values (1)");
                    } catch (SQLException e) {
                        throw new IllegalStateException(e);
                    }
                });
        String waiting = "from pg_stat_activity where wait_event = 'SyncRep'";
        await().atMost(LONG)
                .pollInterval(Duration.ofMillis(5))
                .until(() ->
                        writer.isDone() || !cluster.ask(node, "select pid " + waiting).isEmpty());
        boolean waits = !writer.isDone();
        String cancelled = cluster.ask(node, "select pg_cancel_backend(pid) " + waiting);
        writer.get(10, TimeUnit.SECONDS);
        return waits && cancelled.equals("t");
    }
}
