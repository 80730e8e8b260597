package io.understudy.testkit.simulator;

import static io.understudy.testkit.simulator.SimulatedDatabase.Malady.DISK;
import static io.understudy.testkit.simulator.SimulatedDatabase.Malady.HANGS;
import static io.understudy.testkit.simulator.SimulatedDatabase.Malady.HANGS_EACH_TIME;
import static io.understudy.testkit.simulator.SimulatedDatabase.Malady.NONE;
import static io.understudy.testkit.simulator.SimulatedDatabase.Malady.SAYS_NO;
import static io.understudy.testkit.simulator.SimulatedDatabase.Malady.STAYS_STANDBY;
import static org.assertj.core.api.Assertions.assertThat;

import io.understudy.core.explain.Reason;
import io.understudy.core.model.Epoch;
import io.understudy.core.model.NodeId;
import io.understudy.core.model.Timings;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class SilentDatabaseScenarioTest {

    private static final Timings FAST = Timings.fast();

    /** Until the silence is over, with a look in between, and until a database has started. */
    private static final Duration RESTART =
            FAST.databaseSilence().plus(FAST.ttl()).plus(Duration.ofSeconds(2));

    /** A second silence after that, a release, a promotion, a server's start. */
    private static final Duration HANDED_OVER =
            RESTART.multipliedBy(2).plus(Duration.ofSeconds(10));

    @Test
    void aPrimarysDatabaseThatHangsIsStartedAgainWhereItIs() {
        Scenario hung = Scenario.threeNodes().startServedBy("ci-a");
        Epoch before = hung.epoch();

        hung.databaseSuffers("ci-a", HANGS)
                .says("ci-a", Reason.DatabaseSilent.class)
                .servedBy("ci-a", RESTART)
                .inSync()
                .nothingLost();

        assertThat(hung.epoch()).isEqualTo(before);
    }

    @Test
    void aPrimarysDatabaseThatGoesOnInTimeIsLeftAlone() {
        Scenario hung =
                Scenario.threeNodes()
                        .startServedBy("ci-a")
                        .databaseSuffers("ci-a", HANGS)
                        .pass(FAST.databaseSilence().multipliedBy(2).dividedBy(3))
                        .databaseSuffers("ci-a", NONE)
                        .servedBy("ci-a")
                        .inSync()
                        .nothingLost();

        assertThat(hung.transcript()).noneMatch(line -> line.contains("StopDatabase"));
    }

    @Test
    void aPrimaryWhoseDatabaseHangsAgainGivesItsPlaceAway() {
        Scenario.threeNodes()
                .startServedBy("ci-a")
                .databaseSuffers("ci-a", HANGS_EACH_TIME)
                .servedBy("ci-b", HANDED_OVER)
                .nothingLost()
                .databaseSuffers("ci-a", NONE)
                .streams("ci-a")
                .inSync();
    }

    @Test
    void aPrimaryWhoseDiskHangsGivesItsPlaceAway() {
        Scenario.threeNodes()
                .startServedBy("ci-a")
                .databaseSuffers("ci-a", DISK)
                .servedBy("ci-b", HANDED_OVER)
                .nothingLost()
                .databaseSuffers("ci-a", NONE)
                .streams("ci-a")
                .inSync()
                .nothingLost();
    }

    @Test
    void aDatabaseThatOnlySaysNoIsNeverStopped() {
        Scenario refusing =
                Scenario.threeNodes()
                        .startServedBy("ci-a")
                        .databaseSuffers("ci-a", SAYS_NO)
                        .databaseSuffers("ci-b", SAYS_NO)
                        .pass(FAST.databaseSilence().multipliedBy(10))
                        .servedBy("ci-a")
                        .nothingLost();

        assertThat(refusing.transcript()).noneMatch(line -> line.contains("StopDatabase"));
    }

    @Test
    void aStandbysDatabaseThatHangsIsStartedAgain() {
        Scenario.threeNodes()
                .startServedBy("ci-a")
                .databaseSuffers("ci-b", HANGS)
                .until("ci-b's database hangs no more", w -> !hangs(w, "ci-b"))
                .servedBy("ci-a")
                .streams("ci-b")
                .inSync(RESTART.multipliedBy(2))
                .nothingLost();
    }

    /** With nobody to give the place to, trying again is all there is. */
    @Test
    void aDatabaseThatHangsForLongOnTheOnlyNodeComesBackWithItsHost() {
        Scenario.threeNodes()
                .startServedBy("ci-a")
                .kill("ci-b")
                .pass(FAST.ttl().multipliedBy(3))
                .databaseSuffers("ci-a", HANGS_EACH_TIME)
                .pass(Duration.ofMinutes(2))
                .databaseSuffers("ci-a", NONE)
                .servedBy("ci-a")
                .startAgain("ci-b")
                .inSync()
                .nothingLost();
    }

    @Test
    void underAPersonsPauseAHungDatabaseIsLeftAsItIs() {
        Scenario paused =
                Scenario.threeNodes()
                        .startServedBy("ci-a")
                        .pause("ci-a", Duration.ofMinutes(10))
                        .databaseSuffers("ci-a", HANGS)
                        .pass(FAST.databaseSilence().multipliedBy(5));
        assertThat(paused.transcript()).noneMatch(line -> line.contains("StopDatabase"));

        paused.resume("ci-a").servedBy("ci-a", RESTART).inSync().nothingLost();
    }

    @Test
    void aStandbyWhoseDatabaseHungBeforeThePrimaryDiedStartsItAndTakesOver() {
        Scenario.threeNodes()
                .startServedBy("ci-a")
                .databaseSuffers("ci-b", HANGS)
                .kill("ci-a")
                .servedBy("ci-b", HANDED_OVER)
                .nothingLost();
    }

    private static boolean hangs(World world, String node) {
        return world.node(new NodeId(node)).database().hangs();
    }

    @Test
    void aSuccessorWhoseDatabaseStaysAStandbyGivesThePlaceBack() {
        Scenario.threeNodes()
                .startServedBy("ci-a")
                .databaseSuffers("ci-b", STAYS_STANDBY)
                .switchTo("ci-b")
                .says("ci-b", Reason.GivingUp.class)
                .servedBy("ci-a", HANDED_OVER)
                .nothingLost()
                .databaseSuffers("ci-b", NONE)
                .streams("ci-b")
                .inSync();
    }

    @Test
    void aWinnerThatIsNewAndWhoseDatabaseHangsServesAllTheSame() {
        Scenario.threeNodes()
                .startServedBy("ci-a")
                .databaseSuffers("ci-b", HANGS)
                .kill("ci-a")
                .fences("ci-b")
                .killDaemon("ci-b", Duration.ofMillis(500))
                .servedBy("ci-b", HANDED_OVER)
                .nothingLost();
    }
}
