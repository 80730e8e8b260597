package io.understudy.node.postgres;

import static io.understudy.node.postgres.Pair.DONE;
import static io.understudy.node.postgres.Pair.LONG;
import static io.understudy.node.postgres.Pair.LOOK;
import static io.understudy.node.postgres.Pair.failure;
import static io.understudy.node.postgres.Pair.notYet;
import static io.understudy.node.postgres.Pair.primary;
import static io.understudy.node.postgres.Pair.refusal;
import static io.understudy.node.postgres.TestCluster.A;
import static io.understudy.node.postgres.TestCluster.B;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.understudy.core.action.StopMode;
import io.understudy.core.observation.DatabaseState;
import io.understudy.core.port.Progress;
import io.understudy.testkit.BadInputPage;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.DriverManager;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Bad input: each gets one sentence that says what was needed, found, and what to do. */
@Timeout(120)
class PostgresRefusalTest {

    private final TestCluster cluster = new TestCluster();

    @AfterEach
    void close() {
        cluster.close();
    }

    @Test
    void missingProgramsAreNamed() {
        cluster.initialize(A);
        PostgresDatabase a = cluster.open(withPrograms(cluster.root().resolve("nowhere")));
        assertThat(refusal(a.startPrimary(Set.of(), LONG)))
                .contains("found no " + cluster.root().resolve("nowhere/postgres"));
        assertThat(unusable(a)).contains("nowhere/postgres").contains("install postgresql-");
    }

    @Test
    void dataOfAnotherMajorVersionIsRefused() throws Exception {
        cluster.initialize(A);
        Files.writeString(cluster.settings(A).data().resolve("PG_VERSION"), "12\n");
        PostgresDatabase a = cluster.open(withPrograms(TestCluster.bin()));
        assertThat(refusal(a.startPrimary(Set.of(), LONG)))
                .contains("needed the programs of PostgreSQL 12")
                .contains("found postgres (PostgreSQL)");
        assertThat(unusable(a)).contains("PostgreSQL 12");
    }

    @Test
    void aDirectoryOfSomethingElseIsRefused() throws Exception {
        Path data = cluster.settings(A).data();
        Files.createDirectories(data);
        Files.writeString(data.resolve("letter.txt"), "dear all");
        PostgresDatabase a = cluster.database(A);
        assertThat(unusable(a)).contains("PG_VERSION");
        assertThat(refusal(a.startPrimary(Set.of(), LONG))).contains("PG_VERSION");
    }

    @Test
    void aPortThatIsTakenIsNamed() throws Exception {
        cluster.initialize(A);
        PostgresDatabase a = cluster.database(A);
        int port = cluster.settings(A).listening().port();
        try (ServerSocket taken = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            assertThat(taken.isBound()).isTrue();
            assertThat(failure(a.startPrimary(Set.of(), LONG)))
                    .contains("needed port " + port)
                    .contains("taken by another process");
        }
        assertThat(a.startPrimary(Set.of(), LONG)).isEqualTo(DONE);
    }

    @Test
    void dataOpenToOthersIsRefused() throws Exception {
        cluster.initialize(A);
        Files.setPosixFilePermissions(
                cluster.settings(A).data(), PosixFilePermissions.fromString("rwxrwxrwx"));
        PostgresDatabase a = cluster.database(A);
        assertThat(refusal(a.startPrimary(Set.of(), LONG))).contains("chmod 700");
        assertThat(unusable(a)).contains("chmod 700");
    }

    @Test
    void dataOfAnotherOwnerIsRefused() throws Exception {
        assumeTrue(TestCluster.asRoot());
        cluster.initialize(A);
        PostgresDatabase a = cluster.database(A);
        Path data = cluster.settings(A).data();
        Files.setOwner(
                data,
                data.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName("root"));
        assertThat(refusal(a.startPrimary(Set.of(), LONG)))
                .contains("belongs to root")
                .contains("chown");
    }

    @Test
    void aWrongPasswordIsCalledThat() throws Exception {
        PostgresDatabase a = startedPrimary();
        Path other = cluster.root().resolve("other-password");
        Files.writeString(other, "not the password");
        PostgresDatabase b =
                cluster.open(
                        cluster.settings(
                                B,
                                cluster.certificates().issue("wrong", Duration.ofDays(1), other)));
        assertThat(notYet(b.copyAnew(A, LONG, Progress.NONE)))
                .contains("refused the password of role understudy")
                .contains("ci-a")
                .doesNotContain("not the password");
        assertThat(primary(a).followers()).isEmpty();
    }

    @Test
    void anExpiredCertificateIsCalledThat() throws Exception {
        PostgresDatabase a = startedPrimary();
        PostgresDatabase b =
                cluster.open(
                        cluster.settings(
                                B,
                                cluster.certificates()
                                        .issue(
                                                "expired",
                                                Duration.ofDays(-1),
                                                cluster.passwordFile())));
        assertThat(notYet(b.copyAnew(A, LONG, Progress.NONE))).contains("expired");
        assertThat(primary(a).followers()).isEmpty();
    }

    @Test
    void aNodeOfAnotherAuthorityIsTurnedAway() throws Exception {
        PostgresDatabase a = startedPrimary();
        Certificates foreign = new Certificates(cluster.root().resolve("foreign"));
        PostgresDatabase b =
                cluster.open(
                        cluster.settings(
                                B,
                                foreign.issue("ci-b", Duration.ofDays(1), cluster.passwordFile())));
        assertThat(notYet(b.copyAnew(A, LONG, Progress.NONE))).contains("another cluster");
        assertThat(primary(a).followers()).isEmpty();
    }

    @Test
    void nobodyComesInWithTheRoleButOverTls() throws Exception {
        PostgresDatabase a = startedPrimary();
        assertThat(primary(a).followers()).isEmpty();
        assertThat(
                        catchThrowable(() ->
                                DriverManager.getConnection(
                                        "jdbc:postgresql://127.0.0.1:"
                                                + cluster.settings(A).listening().port()
                                                + "/postgres?sslmode=disable",
                                        "understudy",
                                        Files.readString(cluster.passwordFile()).strip())))
                .hasMessageContaining("pg_hba.conf rejects");
    }

    @Test
    void dataOfAnotherClusterIsNeitherRewoundNorReplaced() throws Exception {
        PostgresDatabase a = startedPrimary();
        cluster.initializeAnew(B);
        PostgresDatabase b = cluster.database(B);
        assertThat(b.startPrimary(Set.of(), LONG)).isEqualTo(DONE);
        cluster.sql(B, "create table precious (n int)");
        assertThat(b.stop(StopMode.ORDERLY, LONG)).isEqualTo(DONE);

        assertThat(failure(b.rewind(A, LONG, Progress.NONE)))
                .contains("another database")
                .contains("ci-a");
        assertThat(refusal(b.copyAnew(A, LONG, Progress.NONE))).contains("another database");
        assertThat(b.startPrimary(Set.of(), LONG)).isEqualTo(DONE);
        assertThat(cluster.ask(B, "select count(*) from precious")).isEqualTo("0");
        assertThat(primary(a).followers()).isEmpty();
    }

    @Test
    void aSourceThatIsAwayIsWaitedForAndNothingChanges() {
        PostgresDatabase a = startedPrimary();
        assertThat(a.stop(StopMode.ORDERLY, LONG)).isEqualTo(DONE);
        DatabaseState before = a.look(LOOK);
        assertThat(notYet(a.rewind(B, LONG, Progress.NONE))).contains("did not answer");
        assertThat(notYet(a.copyAnew(B, LONG, Progress.NONE))).contains("did not answer");
        assertThat(a.look(LOOK)).isEqualTo(before);
    }

    @Test
    void aCopyDoesNotPutTheLogWhereItWasNot() throws Exception {
        assertThat(startedPrimary().look(LOOK)).isInstanceOf(DatabaseState.Primary.class);
        PostgresDatabase b = cluster.database(B);
        assertThat(b.copyAnew(A, LONG, Progress.NONE)).isEqualTo(DONE);
        Path log = cluster.settings(B).data().resolve("pg_wal");
        Path elsewhere = cluster.root().resolve("fast-disk");
        Files.move(log, elsewhere);
        Files.createSymbolicLink(log, elsewhere);

        assertThat(refusal(b.copyAnew(A, LONG, Progress.NONE)))
                .containsPattern(BadInputPage.says("a new copy where pg_wal is a link"))
                .contains("found " + log + " linked to " + elsewhere)
                .contains("move " + log.getParent() + " and " + elsewhere + " away");
        assertThat(Files.readSymbolicLink(log)).isEqualTo(elsewhere);

        Files.delete(log);
        Files.move(elsewhere, log);
        assertThat(b.copyAnew(A, LONG, Progress.NONE)).isEqualTo(DONE);
    }

    @Test
    void aCopyDoesNotReplaceALinkToTheData() throws Exception {
        assertThat(startedPrimary().look(LOOK)).isInstanceOf(DatabaseState.Primary.class);
        Path data = cluster.settings(B).data();
        Path elsewhere = Files.createDirectory(cluster.root().resolve("big-disk"));
        Files.createSymbolicLink(data, elsewhere);

        assertThat(refusal(cluster.database(B).copyAnew(A, LONG, Progress.NONE)))
                .containsPattern(BadInputPage.says("a new copy where the data is a link"))
                .contains("found a link to " + elsewhere)
                .contains("name " + elsewhere + " itself in understudy.yaml");
        assertThat(Files.readSymbolicLink(data)).isEqualTo(elsewhere);
    }

    @Test
    void aRewindThatWasInterruptedNeedsACopy() throws Exception {
        PostgresDatabase a = startedPrimary();
        assertThat(a.stop(StopMode.ORDERLY, LONG)).isEqualTo(DONE);
        Files.writeString(cluster.settings(A).side().resolve("rewinding"), "from ci-b\n");
        assertThat(refusal(a.startPrimary(Set.of(), LONG))).contains("interrupted");
        assertThat(refusal(a.rewind(B, LONG, Progress.NONE))).contains("new copy");
    }

    @Test
    void aPostgresThatSomebodyElseStartedIsLeftAlone() throws Exception {
        cluster.initialize(A);
        PostgresSettings settings = cluster.settings(A);
        Owner owner = new Owner(TestCluster.osUser(), TestCluster.asRoot());
        Programs.Ended ended =
                new Programs(TestCluster.bin(), owner, new UnderWay(), Path.of("/"))
                        .run(
                                Programs.Call.of(
                                        "pg_ctl",
                                        "start",
                                        "-w",
                                        "-D",
                                        settings.data().toString(),
                                        "-l",
                                        settings.data().resolve("log").toString(),
                                        "-o",
                                        "-k "
                                                + settings.data()
                                                + " -h 127.0.0.1 -p "
                                                + settings.listening().port()),
                                Deadline.in(LONG));
        assertThat(ended.well()).as(ended.err()).isTrue();
        PostgresDatabase a = cluster.database(A);
        assertThat(unusable(a)).contains("was not started by Understudy");
        assertThat(refusal(a.startPrimary(Set.of(), LONG))).contains("not started by Understudy");
        assertThat(cluster.ask(A, "select 1")).isEqualTo("1");
    }

    @Test
    void twoClustersOnOneMachineNeverTouchEachOther() throws Exception {
        PostgresDatabase a = startedPrimary();
        try (TestCluster other = new TestCluster()) {
            other.initialize(A);
            PostgresDatabase theirs = other.database(A);
            assertThat(theirs.startPrimary(Set.of(), LONG)).isEqualTo(DONE);
            assertThat(theirs.stop(StopMode.AT_ONCE, LONG)).isEqualTo(DONE);
            assertThat(a.look(LOOK)).isInstanceOf(DatabaseState.Primary.class);
        }
        assertThat(cluster.ask(A, "select 1")).isEqualTo("1");
    }

    /** However long that lasts, it lives: silence alone may cost it its processes. */
    @Test
    void whoeverSaysNoIsNotSilent() throws Exception {
        startedPrimary();
        Files.writeString(cluster.settings(A).access().passwordFile(), "not this one\n");
        assertThat(cluster.database(A).look(LOOK)).isInstanceOf(DatabaseState.Refused.class);
    }

    private PostgresDatabase startedPrimary() {
        cluster.initialize(A);
        PostgresDatabase a = cluster.database(A);
        assertThat(a.startPrimary(Set.of(), LONG)).isEqualTo(DONE);
        return a;
    }

    private PostgresSettings withPrograms(Path bin) {
        PostgresSettings it = cluster.settings(A);
        return new PostgresSettings(
                it.self(),
                it.data(),
                Optional.of(bin),
                it.owner(),
                it.listening(),
                it.peers(),
                it.access(),
                it.walForStandbyBytes(),
                it.silence());
    }

    private static String unusable(PostgresDatabase database) {
        DatabaseState state = database.look(LOOK);
        assertThat(state).isInstanceOf(DatabaseState.Unusable.class);
        return ((DatabaseState.Unusable) state).why();
    }
}
