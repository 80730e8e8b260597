package io.understudy.testkit.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import io.understudy.core.explain.Reason;
import io.understudy.core.model.Timings;
import io.understudy.testkit.simulator.SimulatedServer.Ailment;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class LimitsTest {

    private static final Duration LONG = Duration.ofMinutes(5);
    private static final Duration FOR_EVER = Duration.ofDays(1);

    @Test
    void aServerThatCrashesOnceIsStartedAgainWhereItIs() {
        Scenario story =
                Scenario.threeNodes()
                        .startServedBy("ci-a")
                        .serverCrashes("ci-a")
                        .servedBy("ci-a", Duration.ofSeconds(2));
        assertThat(story.epoch().number()).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource(names = {"CRASHES", "NEVER_ANSWERS", "HANGS"})
    void aServerThatFailsAgainAndAgainHereIsMovedToTheStandbyInSync(Ailment ailment) {
        Scenario.threeNodes()
                .startServedBy("ci-a")
                .serverSuffers("ci-a", ailment)
                .serverCrashes("ci-a")
                .servedBy("ci-b")
                .restsFor(LONG)
                .nothingLost();
    }

    @ParameterizedTest
    @EnumSource(names = {"CRASHES", "NEVER_ANSWERS", "HANGS"})
    void aServerThatFailsOnBothNodesIsLeftAndItsDatabaseServesOn(Ailment ailment) {
        Scenario.threeNodes()
                .startServedBy("ci-a")
                .serverSuffers("ci-a", ailment)
                .serverSuffers("ci-b", ailment)
                .serverCrashes("ci-a")
                .databaseServedBy("ci-b")
                .restsFor(LONG)
                .serverSuffers("ci-b", Ailment.NONE)
                .resume("ci-a")
                .servedBy("ci-b")
                .nothingLost();
    }

    @Test
    void aDatabaseThatStartsForEverGivesItsPlaceToTheStandbyInSync() {
        Scenario.threeNodes()
                .startServedBy("ci-a")
                .databaseStartTakes("ci-a", FOR_EVER)
                .databaseCrashes("ci-a")
                .servedBy("ci-b")
                .restsFor(LONG)
                .nothingLost();
    }

    @Test
    void aDatabaseThatStartsForEverIsLeftToItselfWhereNobodyElseHasItsRows() {
        Scenario.threeNodes()
                .startServedBy("ci-a")
                .kill("ci-b")
                .pass(Duration.ofSeconds(10))
                .databaseStartTakes("ci-a", Duration.ofMinutes(2))
                .databaseCrashes("ci-a")
                .servedByNobody(Duration.ofMinutes(1))
                .servedBy("ci-a")
                .nothingLost();
    }

    @Test
    void aStandbyThatReplaysForLongIsNotCopiedAnewForIt() {
        Duration longerThanAStreamMayBeMissing = Timings.fast().rejoin().plusSeconds(8);
        Scenario.threeNodes()
                .startServedBy("ci-a")
                .kill("ci-b")
                .pass(Duration.ofSeconds(10))
                .databaseStartTakes("ci-b", longerThanAStreamMayBeMissing)
                .startAgain("ci-b")
                .inSync()
                .nothingLost();
    }

    /** It need not find out by waiting for a stream, going back, and waiting again. */
    @Test
    void aNodeWhoseLogThePrimaryNoLongerHasIsCopiedAnewAtOnce() {
        Scenario.threeNodes()
                .startServedBy("ci-a")
                .kill("ci-b")
                .pass(Duration.ofSeconds(10))
                .dropsLog("ci-a")
                .startAgain("ci-b")
                .inSync(Timings.fast().rejoin())
                .nothingLost();
    }

    /** What was rewound can't be read before it has had more log, so it never comes up. */
    @Test
    void aPrimaryThatComesBackToALogThatIsGoneIsCopiedAnew() {
        Scenario.threeNodes()
                .startServedBy("ci-a")
                .kill("ci-a")
                .servedBy("ci-b")
                .dropsLog("ci-b")
                .startAgain("ci-a")
                .inSync(Timings.fast().rejoin())
                .nothingLost();
    }

    /** A copy that loses its log again and again is not made again and again at once. */
    @Test
    void aCopyWhoseLogIsGoneAgainWaitsBeforeTheNext() {
        Scenario story =
                Scenario.threeNodes()
                        .startServedBy("ci-a")
                        .kill("ci-b")
                        .pass(Duration.ofSeconds(10))
                        .dropsLog("ci-a")
                        .startAgain("ci-b");
        for (int i = 0; i < 200; i++) {
            story.dropsLog("ci-a").pass(Duration.ofMillis(100));
        }
        assertThat(story.transcript().stream().filter(line -> line.contains("does CopyAnew")))
                .hasSizeBetween(1, 3);
        story.inSync().nothingLost();
    }

    @Test
    void aClusterThatMovesTooOftenHoldsStillUntilItIsResumed() {
        Scenario.threeNodes()
                .startServedBy("ci-a")
                .kill("ci-a")
                .servedBy("ci-b")
                .startAgain("ci-a")
                .inSync()
                .kill("ci-b")
                .servedBy("ci-a")
                .held()
                .startAgain("ci-b")
                .inSync()
                .kill("ci-a")
                .servedByNobody(Duration.ofSeconds(8))
                .says("ci-b", Reason.ClusterHeld.class)
                .resume("ci-b")
                .servedBy("ci-b")
                .nothingLost();
    }
}
