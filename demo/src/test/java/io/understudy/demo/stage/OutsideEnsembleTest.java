package io.understudy.demo.stage;

import static org.assertj.core.api.Assertions.assertThat;

import io.understudy.core.action.Command;
import io.understudy.core.action.Outcome;
import io.understudy.core.model.Epoch;
import io.understudy.demo.client.Acknowledged;
import io.understudy.demo.client.RowWriter;
import io.understudy.demo.stage.Duet.Cast;
import io.understudy.node.api.NodeReport;
import io.understudy.node.api.Primacy;
import io.understudy.testkit.DebianEnsemble;
import io.understudy.testkit.InMemory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/** A whole cluster whose register is in an ensemble outside of the nodes. */
@Tag("long")
@EnabledIf(
        value = "io.understudy.testkit.DebianEnsemble#installed",
        disabledReason = DebianEnsemble.MISSING)
final class OutsideEnsembleTest {

    @TempDir(factory = InMemory.class)
    static Path folder = Path.of("");

    private static Optional<OutsideEnsemble> started = Optional.empty();

    @BeforeAll
    static void startCluster() throws Exception {
        started = Optional.of(new OutsideEnsemble(folder));
        cluster().start();
    }

    @AfterAll
    static void stopCluster() {
        started.ifPresent(OutsideEnsemble::close);
    }

    @AfterEach
    void reviveTheEnsemble() {
        cluster().ensemble().reviveAll();
    }

    private static OutsideEnsemble cluster() {
        return started.orElseThrow();
    }

    @Test
    void statusNamesTheMemberThatServesEachNode() throws Exception {
        cluster().settled();

        assertThat(cluster().run("status"))
                .containsPattern(
                        "ci-a's register: connected to 127\\.0\\.0\\.1:\\d+, which answers in \\d+"
                                + " ms[.;]")
                .containsPattern("ci-b's register: connected to ");
        assertThat(cluster().run("status", "-o", "json"))
                .containsPattern("\"place\" : \"connected\"")
                .containsPattern("\"ensemble\" : \\{\\s+\"member\" : \"127\\.0\\.0\\.1:\\d+\"");
    }

    @Test
    void aPrimaryThatIsKilledWholeIsTakenOverAndComesBack() throws Exception {
        Cast cast = cluster().settled();
        RowWriter rows = cluster().rows("takeover");
        long killed = System.nanoTime();
        cluster().troupe().kill(cast.primary());

        Acknowledged first = cluster().firstRow(rows, cast.standby(), killed);
        tell("takeover, ms", millis(first.nanos() - killed));
        cluster().troupe().startDaemon(cast.primary());
        assertThat(cluster().settled().primary()).isEqualTo(cast.standby());
        assertNothingLost(rows);
    }

    @Test
    void aSwitchoverMovesThePlace() throws Exception {
        Cast cast = cluster().settled();
        RowWriter rows = cluster().rows("switchover");
        long asked = System.nanoTime();

        assertThat(
                        cluster()
                                .audience()
                                .command(
                                        cast.primary().id(),
                                        new Command.Switchover(
                                                "test", cast.standby().id(), epochOf(cast))))
                .isInstanceOf(Outcome.Done.class);
        Acknowledged first = cluster().firstRow(rows, cast.standby(), asked);
        tell("switchover, ms", millis(first.nanos() - asked));
        assertThat(cluster().settled().primary()).isEqualTo(cast.standby());
        assertNothingLost(rows);
    }

    @Test
    void thePrimaryBearsTheLossOfTheMemberThatItUses() throws Exception {
        Cast cast = cluster().settled();
        Epoch epoch = epochOf(cast);
        int member = cluster().await(() -> cluster().memberOf(cast.primary()));
        boolean leading = member == cluster().ensemble().leader();
        RowWriter rows = cluster().rows("member");
        long killed = System.nanoTime();
        cluster().ensemble().kill(member);

        cluster().await(() -> cluster().memberOf(cast.primary()).filter(next -> next != member));
        cluster().firstRow(rows, cast.primary(), System.nanoTime());
        // Until a lost leader is replaced, nobody writes: how long that takes is the ensemble's.
        if (!leading) {
            assertThat(epochOf(cast)).isEqualTo(epoch);
        }
        tell(leading ? "leader" : "follower", gap(rows, killed));
        assertNothingLost(rows);
    }

    @Test
    void nothingIsLostWithTheLeaderOfTheEnsemble() throws Exception {
        Cast cast = cluster().settled();
        Epoch epoch = epochOf(cast);
        RowWriter rows = cluster().rows("leader");
        int member = cluster().ensemble().leader();
        long killed = System.nanoTime();
        cluster().ensemble().kill(member);

        cluster().ensemble().awaitLeader();
        tell("another leader, ms", millis(System.nanoTime() - killed));
        cluster().ensemble().reviveAll();
        Cast after = cluster().settled();
        cluster().firstRow(rows, after.primary(), System.nanoTime());
        tell(epochOf(after).equals(epoch) ? "stayed" : "moved", gap(rows, killed));
        assertNothingLost(rows);
    }

    @Test
    void withoutAMajorityThePrimaryStopsInTimeAndServesAgainWithIt() throws Exception {
        Cast cast = cluster().settled();
        Duration ttl =
                cluster()
                        .audience()
                        .report(cast.primary().id())
                        .map(report -> report.worst().ttl())
                        .orElseThrow();
        RowWriter rows = cluster().rows("majority");
        long killed = System.nanoTime();
        cluster().ensemble().kill(0);
        cluster().ensemble().kill(1);

        cluster()
                .await(() ->
                        Optional.of(cast.primary()).filter(OutsideEnsembleTest::hasStoppedServing));
        Acknowledged last = rows.lastAcknowledged().orElseThrow();
        assertThat(Duration.ofNanos(last.nanos() - killed)).isLessThan(ttl);
        tell("last row without a majority, ms", millis(last.nanos() - killed));

        long revived = System.nanoTime();
        cluster().ensemble().reviveAll();
        Cast after = cluster().settled();
        Acknowledged first = cluster().firstRow(rows, after.primary(), revived);
        tell("first row with a majority, ms", millis(first.nanos() - revived));
        assertNothingLost(rows);
    }

    private static boolean hasStoppedServing(StageNode node) {
        return cluster()
                .audience()
                .report(node.id())
                .filter(report ->
                        report.database()
                                .filter(database -> database.state().equals("stopped"))
                                .isPresent())
                .isPresent();
    }

    private static Epoch epochOf(Cast cast) {
        return cluster()
                .audience()
                .report(cast.primary().id())
                .flatMap(NodeReport::primacy)
                .map(Primacy::epoch)
                .orElseThrow();
    }

    private static void assertNothingLost(RowWriter rows) throws InterruptedException {
        rows.stop();
        assertThat(rows.report()).matches(report -> report.clean(), "no acknowledged row is lost");
    }

    private static String gap(RowWriter rows, long from) {
        List<Acknowledged> all = rows.acknowledged();
        long longest = 0;
        for (int i = 1; i < all.size(); i++) {
            if (all.get(i).nanos() - from > 0) {
                longest = Math.max(longest, all.get(i).nanos() - all.get(i - 1).nanos());
            }
        }
        return "longest gap " + millis(longest) + " ms";
    }

    /** For whoever reads the test's output. */
    private static void tell(String what, String found) {
        System.out.println(what + ": " + found);
    }

    private static String millis(long nanos) {
        return Long.toString(nanos / 1_000_000);
    }
}
