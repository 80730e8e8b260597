package io.understudy.testkit.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.understudy.core.decision.Role;
import io.understudy.core.explain.Reason;
import io.understudy.core.model.Request;
import io.understudy.core.model.SynchronousMode;
import io.understudy.core.model.Timings;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ScenarioTest {

    private static final Timings FAST = Timings.fast();
    private static final Duration LONG = FAST.ttl().multipliedBy(4);

    @Test
    void theFounderServesAndTheOtherCarrierComesInSync() {
        Scenario.threeNodes().start().servedBy("ci-a").inSync().nothingLost();
    }

    @Test
    void theStandbyInSyncTakesOverWhenThePrimaryDies() {
        Scenario.threeNodes()
                .startServedBy("ci-a")
                .kill("ci-a")
                .servedBy("ci-b", new Recovery(FAST).untilServed())
                .nothingLost()
                .startAgain("ci-a")
                .streams("ci-a")
                .inSync();
    }

    @Test
    void aStaleNodeThatComesBackAloneIsNotEligible() {
        Scenario.threeNodes()
                .startServedBy("ci-a")
                .kill("ci-a")
                .servedBy("ci-b")
                .pass(Duration.ofSeconds(1))
                .kill("ci-b")
                .startAgain("ci-a")
                .servedByNobody(LONG)
                .startAgain("ci-b")
                .servedBy("ci-b")
                .nothingLost();
    }

    @Test
    void aDaemonThatIsToldToEndGivesItsPlaceAwayWithoutWaitingForItsLease() {
        Scenario.threeNodes()
                .startServedBy("ci-a")
                .inSync()
                .leave("ci-a")
                .servedBy("ci-b", Duration.ofMillis(1500))
                .startAgain("ci-a")
                .streams("ci-a")
                .inSync()
                .nothingLost();
    }

    @Test
    void aPausedClusterDoesNotTakeOverUntilItIsResumed() {
        Scenario.threeNodes()
                .startServedBy("ci-a")
                .pause("ci-b", Duration.ofMinutes(10))
                .kill("ci-a")
                .servedByNobody(LONG)
                .resume("ci-b")
                .servedBy("ci-b")
                .nothingLost();
    }

    @Test
    void aPrimaryThatIsCutOffStopsAndTheOtherTakesOver() {
        Scenario.threeNodes()
                .startServedBy("ci-a")
                .cutOff("ci-a")
                .servedBy("ci-b")
                .heal()
                .streams("ci-a")
                .inSync()
                .nothingLost();
    }

    @Test
    void aPrimaryThatCannotBeReachedIsWaitedForAndNotCopied() {
        Scenario back =
                Scenario.threeNodes()
                        .startServedBy("ci-a")
                        .kill("ci-a")
                        .servedBy("ci-b")
                        .cutBetween("ci-a", "ci-b")
                        .startAgain("ci-a")
                        .pass(Duration.ofMinutes(2))
                        .heal()
                        .streams("ci-a")
                        .inSync()
                        .nothingLost();

        assertThat(back.transcript())
                .anyMatch(line -> line.contains("Rewind"))
                .noneMatch(line -> line.contains("CopyAnew"));
    }

    /** It hears of the next epoch from the winner alone, and may not call the register old. */
    @Test
    void aPrimaryWithoutItsVoterSaysThatItCannotReadTheRegister() {
        Scenario story =
                Scenario.threeNodes()
                        .startServedBy("ci-a")
                        .voterStops("ci-a")
                        .servedBy("ci-b")
                        .says("ci-a", Reason.RegisterUnread.class)
                        .pass(LONG)
                        .says("ci-a", Reason.RegisterUnread.class)
                        .voterGoesOn("ci-a")
                        .streams("ci-a")
                        .inSync()
                        .nothingLost();

        assertThat(story.transcript()).noneMatch(line -> line.contains("RegisterBehind"));
    }

    @Test
    void aFrozenPrimaryFindsItsPlaceTaken() {
        Scenario.threeNodes()
                .startServedBy("ci-a")
                .freeze("ci-a")
                .servedBy("ci-b")
                .thaw("ci-a")
                .streams("ci-a")
                .inSync()
                .nothingLost();
    }

    /** Whenever the standby happens to look at anything else. */
    @ParameterizedTest
    @ValueSource(longs = {0, 150, 300, 450, 600, 750, 900})
    void aWinnerDoesNotWaitForTheSilenceOfAFrozenHolderAgain(long millis) {
        Scenario.threeNodes()
                .startServedBy("ci-a")
                .inSync()
                .pass(Duration.ofMillis(millis))
                .freeze("ci-a")
                .comesTo("ci-b", Role.PROMOTING, FAST.ttl().plus(FAST.poll()))
                .servedBy("ci-b")
                .nothingLost();
    }

    @Test
    void aPrimaryThatComesBackAddsNoTimeOnceItsRenewalMayHaveHappened() {
        cutOffAsItComesBack(Rules.standard()).nothingLost();
        assertThatThrownBy(() -> cutOffAsItComesBack(Mutants.named("guards-longer-after-a-try")))
                .isInstanceOf(Violation.class)
                .hasMessageContaining("while the lease of ci-a still runs");
    }

    private static Scenario cutOffAsItComesBack(Rules rules) {
        return Scenario.threeNodes(rules)
                .startServedBy("ci-a")
                .detach("ci-a")
                .pass(FAST.ttl())
                .startAgain("ci-a")
                .cutOffWithItsNextWrite("ci-a")
                .servedBy("ci-b");
    }

    @Test
    void aSwitchoverMovesThereAndBack() {
        Scenario.threeNodes()
                .startServedBy("ci-a")
                .switchTo("ci-b")
                .servedBy("ci-b")
                .inSync()
                .switchTo("ci-a")
                .servedBy("ci-a")
                .inSync()
                .nothingLost();
    }

    @Test
    void withoutItsWitnessAndItsPrimaryTheStandbyWaitsForAMajority() {
        Scenario.threeNodes()
                .startServedBy("ci-a")
                .kill("vote")
                .kill("ci-a")
                .servedByNobody(LONG)
                .startAgain("vote")
                .servedBy("ci-b")
                .nothingLost();
    }

    @Test
    void aStrictPrimaryLosesNothingEither() {
        Scenario.of(Setup.of(2, 1, new SynchronousMode.Strict(), true))
                .startServedBy("ci-a")
                .kill("ci-a")
                .servedBy("ci-b")
                .nothingLost();
    }

    @Test
    void aWinnerThatLosesItsDataLeavesThePlaceToTheNodeThatHasAll() {
        Scenario.threeNodes()
                .startServedBy("ci-a")
                .kill("ci-a")
                // Who sleeps through the last part of a lease has not asked the holder early.
                .freeze("ci-b")
                .pass(FAST.ttl())
                .thaw("ci-b")
                .comesTo("ci-b", Role.FENCING)
                .loseData("ci-b")
                .startAgain("ci-a")
                .startAgain("ci-b")
                .servedBy("ci-a")
                .streams("ci-b")
                .nothingLost();
    }

    @Test
    void aPrimaryThatComesBackWithoutDataGivesItsPlaceToTheStandbyInSync() {
        Scenario.threeNodes()
                .startServedBy("ci-a")
                .loseData("ci-a")
                .startAgain("ci-a")
                .servedBy("ci-b")
                .streams("ci-a")
                .inSync()
                .nothingLost();
    }

    @Test
    void aStandbyThatIsNotInSyncServesAfterAnyLossIsAccepted() {
        Scenario.threeNodes()
                .startServedBy("ci-a")
                .kill("ci-b")
                .pass(LONG)
                .loseData("ci-a")
                .startAgain("ci-a")
                .startAgain("ci-b")
                .servedByNobody(LONG)
                .failTo("ci-b", Request.ANY_LOSS)
                .servedBy("ci-b")
                .streams("ci-a");
    }

    @Test
    void aFormerPrimaryServesAgainWhereOnlyItHasDataAndAnyLossIsAccepted() {
        Scenario.threeNodes()
                .startServedBy("ci-a")
                .kill("ci-a")
                .servedBy("ci-b")
                .loseData("ci-b")
                .startAgain("ci-a")
                .startAgain("ci-b")
                .servedByNobody(LONG)
                .failTo("ci-a", Request.ANY_LOSS)
                .servedBy("ci-a")
                .streams("ci-b");
    }

    @Test
    void aPersonMovesAfterALossAndAcceptsIt() {
        Scenario story =
                Scenario.threeNodes()
                        .startServedBy("ci-a")
                        .kill("ci-b")
                        .pass(LONG)
                        .kill("ci-a")
                        .startAgain("ci-b")
                        .servedByNobody(LONG)
                        .failTo("ci-b", 10_000_000)
                        .servedBy("ci-b");
        assertThat(story.epoch().number()).isGreaterThan(1);
    }
}
