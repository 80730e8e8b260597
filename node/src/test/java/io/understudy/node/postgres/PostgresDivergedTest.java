package io.understudy.node.postgres;

import static io.understudy.node.postgres.Pair.DONE;
import static io.understudy.node.postgres.Pair.LONG;
import static io.understudy.node.postgres.Pair.awaitStreaming;
import static io.understudy.node.postgres.TestCluster.A;
import static io.understudy.node.postgres.TestCluster.B;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.understudy.core.action.Outcome;
import io.understudy.core.action.StopMode;
import io.understudy.core.model.LogPosition;
import io.understudy.core.port.Progress;
import io.understudy.node.diverged.Archive;
import io.understudy.node.diverged.Contents;
import io.understudy.node.diverged.Contents.RowChange;
import io.understudy.node.diverged.Contents.TableChanges;
import io.understudy.node.diverged.Incident;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.Statement;
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

    @Test
    void rowsThatReachedTheStandbyWithoutTheirCommitAreListed() throws Exception {
        assertThat(b.startStandby(A, LONG)).isEqualTo(DONE);
        awaitStreaming(a, B);
        try (Connection open = cluster.connect(A);
                Statement statement = open.createStatement()) {
            open.setAutoCommit(false);
            statement.execute("insert into builds values (20, 'early')");
            String end = cluster.ask(A, "select pg_switch_wal()");
            await().atMost(LONG)
                    .until(() ->
                            cluster.ask(B, "select pg_last_wal_replay_lsn() >= '%s'".formatted(end))
                                    .equals("t"));
            assertThat(b.stop(StopMode.ORDERLY, LONG)).isEqualTo(DONE);
            open.commit();
        }
        bTakesOver();
        assertThat(cluster.ask(B, "select count(*) from builds where id = 20")).isEqualTo("0");

        assertThat(rejoined().contents().rows())
                .extracting(RowChange::operation, RowChange::fate, RowChange::row)
                .containsExactly(
                        tuple(
                                "insert",
                                "committed",
                                Optional.of("{\"id\":20,\"name\":\"early\"}")));
    }

    @Test
    void anInterruptedRejoinGoesOnWithWhatIsKept() throws Exception {
        cluster.sql(A, "insert into builds values (10, 'ten')");
        bTakesOver();
        Outcome halted =
                a.rewind(
                        B,
                        LONG,
                        (what, _, _) -> {
                            if (what.equals("comparing")) {
                                a.stop(StopMode.AT_ONCE, LONG);
                            }
                        });
        assertThat(halted).isInstanceOf(Outcome.Failed.class);
        Incident before = only();

        assertThat(rejoined()).isEqualTo(before);
        assertThat(before.contents().summary()).isEqualTo("1 row in 1 table");
        for (Incident.KeptFile file : before.files()) {
            Path kept = archive().folder(before.id()).resolve(file.name());
            assertThat(Checksum.of(kept)).isEqualTo(file.sha256());
        }
    }

    @Test
    void aTornPlaceCostsOnlyWhatLiesThere() throws Exception {
        cluster.sql(A, "insert into builds values (10, 'ten')");
        String torn = cluster.ask(A, "select pg_current_wal_insert_lsn()");
        cluster.sql(
                A,
                "insert into builds select n, repeat('x', 100) from generate_series(100, 299) n");
        cluster.sql(A, "insert into builds values (400, 'last')");
        LogPosition end = LogPosition.parse(cluster.ask(A, "select pg_current_wal_lsn()"));
        bTakesOver();
        zero(LogPosition.parse(torn), 100);

        Contents contents = rejoined().contents();

        assertThat(contents.unread())
                .anySatisfy(why -> assertThat(why).startsWith("the log between "));
        assertThat(contents.rows().getFirst().row()).hasValue("{\"id\":10,\"name\":\"ten\"}");
        assertThat(contents.rows().getLast().at().bytes())
                .isGreaterThan(LogPosition.parse(torn).bytes() + 8192)
                .isLessThan(end.bytes());
        assertThat(contents.rows().getLast().row()).isEmpty();
        assertThat(contents.tables().getFirst().inserted()).isBetween(2L, 201L);
    }

    @Test
    void aDiscardDeletesIt() throws Exception {
        cluster.sql(A, "insert into builds values (10, 'ten')");
        bTakesOver();
        Incident incident = rejoined();

        assertThat(archive().discard("20010101-000000")).isInstanceOf(Outcome.Refused.class);
        assertThat(archive().discard(incident.id())).isEqualTo(DONE);

        assertThat(archive().ids()).isEmpty();
        assertThat(archive().folder(incident.id())).doesNotExist();
    }

    @Test
    void aFullDiskStopsTheRewindAndLosesNothing() throws Exception {
        assumeTrue(TestCluster.asRoot(), "needed root to mount a small file system");
        cluster.sql(A, "insert into builds values (10, 'ten')");
        bTakesOver();
        Path small = Files.createDirectories(archive().root());
        assumeTrue(
                ended("mount", "-t", "tmpfs", "-o", "size=9m", "none", small.toString()) == 0,
                "needed to mount a small file system, and may not");
        try {
            Outcome full = a.rewind(B, LONG, Progress.NONE);

            assertThat(full).isInstanceOf(Outcome.Failed.class);
            assertThat(((Outcome.Failed) full).why())
                    .contains("for the log that only this node has, before it is taken away")
                    .contains("make room");
        } finally {
            assertThat(ended("umount", small.toString())).isZero();
        }
        assertThat(rejoined().contents().rows())
                .singleElement()
                .extracting(RowChange::row)
                .isEqualTo(Optional.of("{\"id\":10,\"name\":\"ten\"}"));
    }

    @Test
    void aCopyKeepsTheOldDataUntilItIsDiscarded() throws Exception {
        cluster.sql(A, "insert into builds values (10, 'ten')");
        bTakesOver();

        assertThat(a.copyAnew(B, LONG, Progress.NONE)).isEqualTo(DONE);

        Incident incident = only();
        assertThat(incident.contents().committedRows()).isEqualTo(1);
        assertThat(incident.contents().unread())
                .anySatisfy(why -> assertThat(why).startsWith("the rows and the tables' names"));
        Path old = archive().oldData(incident).orElseThrow();
        assertThat(old.resolve("PG_VERSION")).exists();
        assertThat(archive().discard(incident.id())).isEqualTo(DONE);
        assertThat(old).doesNotExist();
        assertThat(cluster.besideData(A, ".before-copy-")).isEmpty();
    }

    @Test
    void aCopyOfDataThatOnlyLaggedKeepsNothing() throws Exception {
        cluster.sql(A, "insert into builds values (10, 'ten')");

        assertThat(b.copyAnew(A, LONG, Progress.NONE)).isEqualTo(DONE);

        assertThat(cluster.settings(B).diverged().ids()).isEmpty();
        assertThat(cluster.besideData(B, "data."))
                .singleElement()
                .satisfies(side -> assertThat(side.toString()).endsWith(".understudy"));
    }

    private void zero(LogPosition from, int bytes) throws Exception {
        Path segment =
                Segment.in(cluster.settings(A).data().resolve("pg_wal"), 16 << 20).stream()
                        .filter(found ->
                                found.begin() <= from.bytes() && from.bytes() < found.end())
                        .findFirst()
                        .orElseThrow()
                        .file();
        try (FileChannel channel = FileChannel.open(segment, StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.allocate(bytes), from.bytes() % (16 << 20));
        }
    }

    private static int ended(String... command) throws Exception {
        return new ProcessBuilder(command).inheritIO().start().waitFor();
    }

    private Archive archive() {
        return cluster.settings(A).diverged();
    }

    private Incident only() {
        List<Incident> kept = archive().list();
        assertThat(kept).hasSize(1);
        return kept.getFirst();
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
        return only();
    }
}
