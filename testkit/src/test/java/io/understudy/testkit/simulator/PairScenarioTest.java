package io.understudy.testkit.simulator;

import static io.understudy.core.model.PeerLoss.PRIMARY_CONTINUES;
import static io.understudy.core.model.PeerLoss.STANDBY_TAKES_OVER;

import io.understudy.core.decision.Role;
import io.understudy.core.model.Request;
import io.understudy.core.model.SynchronousMode;
import io.understudy.core.model.TakeoverMode;
import io.understudy.core.model.Timings;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Two nodes without a third vote. */
class PairScenarioTest {

    private static final Duration LONG = Timings.fast().ttl().multipliedBy(4);

    @Test
    void thePrimaryGoesOnAloneAndTheStandbyComesBack() {
        Scenario.twoNodes(PRIMARY_CONTINUES)
                .startServedBy("ci-a")
                .kill("ci-b")
                .pass(LONG)
                .servedBy("ci-a", Duration.ZERO)
                .startAgain("ci-b")
                .streams("ci-b")
                .inSync()
                .nothingLost();
    }

    @Test
    void nothingMovesWhenThePrimaryIsLostUntilAPersonSaysSo() {
        Scenario.twoNodes(PRIMARY_CONTINUES)
                .startServedBy("ci-a")
                .kill("ci-a")
                .servedByNobody(LONG)
                .failTo("ci-b", Request.ANY_LOSS)
                .servedBy("ci-b")
                .startAgain("ci-a")
                .streams("ci-a")
                .inSync()
                .nothingLost();
    }

    @Test
    void aWordThatAcceptsNoLossDoesNotDoWhereNobodyKnowsTheLoss() {
        Scenario.twoNodes(PRIMARY_CONTINUES)
                .startServedBy("ci-a")
                .kill("ci-a")
                .pass(LONG)
                .failTo("ci-b", 0)
                .servedByNobody(LONG);
    }

    @Test
    void aWordIsAskedForOnlyOnceItIsNoLongerRefused() {
        // Strict: nothing was committed without ci-b, so its word accepts no loss.
        Scenario.of(
                        Setup.pair(PRIMARY_CONTINUES)
                                .with(new SynchronousMode.Strict())
                                .with(TakeoverMode.MANUAL))
                .startServedBy("ci-a")
                .pass(Duration.ofSeconds(1))
                .detach("ci-a")
                .asksForAPerson("ci-b")
                .failTo("ci-b", 0)
                .servedBy("ci-b")
                .nothingLost();
    }

    @Test
    void aReleaseIsKnowledgeEnough() {
        Scenario.twoNodes(PRIMARY_CONTINUES)
                .startServedBy("ci-a")
                .leave("ci-a")
                .servedBy("ci-b", Duration.ofMillis(2500))
                .nothingLost();
    }

    @Test
    void aPlannedMoveGoesThereAndBack() {
        Scenario.twoNodes(PRIMARY_CONTINUES)
                .startServedBy("ci-a")
                .switchTo("ci-b")
                .servedBy("ci-b")
                .inSync()
                .switchTo("ci-a")
                .servedBy("ci-a")
                .nothingLost();
    }

    @Test
    void theStandbyTakesOverByItselfWhereTheFileSaysSo() {
        Scenario.twoNodes(STANDBY_TAKES_OVER)
                .startServedBy("ci-a")
                .kill("ci-a")
                .servedBy("ci-b", new Recovery(Timings.fast()).untilServed())
                .startAgain("ci-a")
                .streams("ci-a")
                .inSync()
                .nothingLost();
    }

    @Test
    void aCutMakesThePrimaryStopAndTheStandbyServe() {
        Scenario.twoNodes(STANDBY_TAKES_OVER)
                .startServedBy("ci-a")
                .cutOff("ci-a")
                .servedBy("ci-b", new Recovery(Timings.fast()).untilServed())
                .heal()
                .streams("ci-a")
                .inSync()
                .nothingLost();
    }

    @Test
    void aPrimaryThatHasLostItsStandbyStopsUntilAPersonLetsItGoOn() {
        Scenario.twoNodes(STANDBY_TAKES_OVER)
                .startServedBy("ci-a")
                .kill("ci-b")
                .comesTo("ci-a", Role.WAITING)
                .servedByNobody(LONG)
                .failTo("ci-a", 0)
                .servedBy("ci-a")
                .startAgain("ci-b")
                .streams("ci-b")
                .inSync()
                .nothingLost();
    }

    @Test
    void aStandbyThatLeavesIsCalledOutOfSyncFirst() {
        Scenario.twoNodes(STANDBY_TAKES_OVER)
                .startServedBy("ci-a")
                .pass(Duration.ofSeconds(1))
                .leave("ci-b")
                .pass(LONG)
                .servedBy("ci-a", Duration.ZERO)
                .startAgain("ci-b")
                .streams("ci-b")
                .inSync()
                .nothingLost();
    }

    @Test
    void aStandbyThatIsToBeStartedAgainLeavesWhereThePrimaryNeedsIt() {
        Scenario.twoNodes(STANDBY_TAKES_OVER)
                .startServedBy("ci-a")
                .pass(Duration.ofSeconds(1))
                .detach("ci-b")
                .pass(LONG)
                .servedBy("ci-a", Duration.ZERO)
                .startAgain("ci-b")
                .streams("ci-b")
                .inSync()
                .nothingLost();
    }

    @Test
    void aNodeThatStartsAloneWaitsForTheOther() {
        Scenario.twoNodes(PRIMARY_CONTINUES)
                .startServedBy("ci-a")
                .kill("ci-b")
                .kill("ci-a")
                .startAgain("ci-a")
                .servedByNobody(LONG)
                .startAgain("ci-b")
                .servedBy("ci-a")
                .inSync()
                .nothingLost();
    }

    @Test
    void aNodeThatStartsAloneGoesOnWithAPerson() {
        Scenario.twoNodes(PRIMARY_CONTINUES)
                .startServedBy("ci-a")
                .kill("ci-b")
                .kill("ci-a")
                .startAgain("ci-a")
                .servedByNobody(LONG)
                .failTo("ci-a", 0)
                .servedBy("ci-a")
                .startAgain("ci-b")
                .inSync()
                .nothingLost();
    }

    @Test
    void theStaleOneOfTwoStartsAloneAndIsNotBelieved() {
        Scenario.twoNodes(STANDBY_TAKES_OVER)
                .startServedBy("ci-a")
                .kill("ci-a")
                .servedBy("ci-b")
                .pass(Duration.ofSeconds(1))
                .kill("ci-b")
                .startAgain("ci-a")
                .servedByNobody(LONG)
                .startAgain("ci-b")
                .servedBy("ci-b")
                .inSync()
                .nothingLost();
    }

    @Test
    void aWrongWordEndsWithOnePrimaryOnceBothMeet() {
        Scenario.twoNodes(PRIMARY_CONTINUES)
                .startServedBy("ci-a")
                .cutOff("ci-a")
                .wrongly()
                .pass(LONG)
                .failTo("ci-b", Request.ANY_LOSS)
                .comesTo("ci-b", Role.ACTIVE)
                .heal()
                .servedBy("ci-b")
                .streams("ci-a")
                .inSync();
    }
}
