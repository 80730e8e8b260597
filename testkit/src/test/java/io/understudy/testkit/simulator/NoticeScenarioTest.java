package io.understudy.testkit.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import io.understudy.core.explain.Reason;
import io.understudy.core.model.Epoch;
import io.understudy.core.model.NodeId;
import io.understudy.core.notice.Beside;
import io.understudy.core.notice.Level;
import io.understudy.core.notice.Notice;
import io.understudy.core.notice.Notice.Stage;
import io.understudy.core.notice.NoticeKind;
import io.understudy.testkit.simulator.SimulatedServer.Ailment;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a person who does not look is told. */
class NoticeScenarioTest {

    private static final Duration A_WHILE = Duration.ofSeconds(20);

    @Test
    void aTakeoverIsToldOnceByWhoeverTookOver() {
        Scenario story =
                served().kill("ci-a")
                        .servedBy("ci-b")
                        .tells("ci-b", NoticeKind.PRIMARY, Stage.NEWS)
                        .pass(Duration.ofMinutes(30));

        assertThat(of(NoticeKind.PRIMARY, story.toldBy("ci-b")))
                .singleElement()
                .satisfies(notice -> {
                    assertThat(notice.key()).isEqualTo("primary/epoch-2");
                    assertThat(notice.headline()).isEqualTo("ci-b serves, as primary of epoch 2");
                });
        assertThat(story.toldBy("vote")).isEmpty();
    }

    @Test
    void theReportOfTheMoveSaysHowBadItWas() {
        Scenario story =
                served().knows("ci-b", moved(true))
                        .kill("ci-a")
                        .tells("ci-b", NoticeKind.PRIMARY, Stage.NEWS);

        Notice told = of(NoticeKind.PRIMARY, story.toldBy("ci-b")).getFirst();
        assertThat(told.level()).isEqualTo(Level.WARNING);
        assertThat(told.headline()).isEqualTo("ci-b serves instead of ci-a, as primary of epoch 2");
        assertThat(told.sentence()).contains("It took 3.1 s", "Nothing is lost");
        assertThat(told.advice()).contains("ci-a");
        assertThat(
                        of(
                                        NoticeKind.PRIMARY,
                                        served().knows("ci-b", moved(false))
                                                .kill("ci-a")
                                                .tells("ci-b", NoticeKind.PRIMARY, Stage.NEWS)
                                                .toldBy("ci-b"))
                                .getFirst()
                                .level())
                .isEqualTo(Level.CRITICAL);
    }

    @Test
    void aDaemonThatIsStartedAgainTellsNothingAgain() {
        Scenario story =
                served().tells("ci-a", NoticeKind.PRIMARY, Stage.NEWS)
                        .detach("ci-a")
                        .pass(Duration.ofSeconds(3))
                        .startAgain("ci-a")
                        .servedBy("ci-a")
                        .inSync()
                        .pass(A_WHILE);

        assertThat(story.toldBy("ci-a")).hasSize(1);
    }

    @Test
    void whoBeginsToTellSaysNothingOfThePrimacyThatItHasAlready() {
        Scenario story =
                served().kill("ci-a")
                        .servedBy("ci-b")
                        .tells("ci-b", NoticeKind.PRIMARY, Stage.NEWS)
                        .startAgain("ci-a")
                        .inSync()
                        .detach("ci-b")
                        .pass(Duration.ofSeconds(3))
                        .neverTold("ci-b")
                        .startAgain("ci-b")
                        .servedBy("ci-b")
                        .inSync()
                        .pass(A_WHILE);

        assertThat(of(NoticeKind.PRIMARY, story.toldBy("ci-b"))).hasSize(1);

        story.switchTo("ci-a").servedBy("ci-a").tells("ci-a", NoticeKind.PRIMARY, Stage.NEWS);
    }

    @Test
    void thePrimaryTellsThatAStandbyIsLostAndThatItIsBack() {
        Scenario story =
                served().kill("ci-b")
                        .tells("ci-a", NoticeKind.SYNCHRONY, Stage.BEGAN)
                        .startAgain("ci-b")
                        .tells("ci-a", NoticeKind.SYNCHRONY, Stage.OVER)
                        .pass(A_WHILE);

        assertThat(of(NoticeKind.SYNCHRONY, story.toldBy("ci-a")))
                .extracting(Notice::stage)
                .containsExactly(Stage.BEGAN, Stage.OVER);
        assertThat(of(NoticeKind.SYNCHRONY, story.toldBy("ci-a")).getFirst().sentence())
                .isEqualTo(
                        "ci-a serves. ci-a serves alone: if it is lost, nobody takes over by"
                                + " itself.");
        assertThat(story.toldBy("ci-b")).isEmpty();
        assertThat(story.toldBy("vote")).isEmpty();
    }

    @Test
    void aStandbyThatIsAwayForAMomentIsNotWorthTelling() {
        Scenario story =
                served().kill("ci-b")
                        .pass(Duration.ofSeconds(3))
                        .startAgain("ci-b")
                        .inSync()
                        .pass(A_WHILE);

        assertThat(of(NoticeKind.SYNCHRONY, story.toldBy("ci-a"))).isEmpty();
    }

    @Test
    void aStandbyThatMayNotTakeOverSaysWhyAndTheWitnessTellsUnderTheSameKey() {
        Scenario story =
                served().kill("ci-b")
                        .tells("ci-a", NoticeKind.SYNCHRONY, Stage.BEGAN)
                        .kill("ci-a")
                        .startAgain("ci-b")
                        .tells("ci-b", NoticeKind.REFUSAL, Stage.BEGAN)
                        .tells("vote", NoticeKind.SERVICE, Stage.BEGAN);

        Notice refusal = of(NoticeKind.REFUSAL, story.toldBy("ci-b")).getFirst();
        assertThat(refusal.level()).isEqualTo(Level.CRITICAL);
        assertThat(refusal.headline())
                .isEqualTo("nobody serves: ci-a is silent, and ci-b does not take over");
        assertThat(refusal.sentence()).contains("ci-a may hold commits that this node lacks");
        assertThat(refusal.advice()).contains("Start ci-a again");
        assertThat(of(NoticeKind.SERVICE, story.toldBy("vote")).getFirst().key())
                .isEqualTo(refusal.key());

        story.startAgain("ci-a")
                .tells("ci-b", NoticeKind.REFUSAL, Stage.OVER)
                .tells("vote", NoticeKind.SERVICE, Stage.OVER);
    }

    @Test
    void aStandbyThatWasFrozenLooksBeforeItSaysThatNobodyServes() {
        Scenario story =
                refusing()
                        .pass(Duration.ofMillis(500))
                        .freezeDaemon("ci-b")
                        .startAgain("ci-a")
                        .servedBy("ci-a")
                        .pass(A_WHILE)
                        .thaw("ci-b")
                        .pass(A_WHILE);

        assertThat(story.toldBy("ci-b")).isEmpty();
    }

    @Test
    void aStandbyThatWasFrozenSaysAtOnceWhatIsStillSoWhenItHasLooked() {
        refusing()
                .pass(Duration.ofMillis(500))
                .freezeDaemon("ci-b")
                .pass(A_WHILE)
                .thaw("ci-b")
                .tells("ci-b", NoticeKind.REFUSAL, Stage.BEGAN, Duration.ofSeconds(1));
    }

    @Test
    void aStandbyThatWasFrozenLooksBeforeItSaysThatSomebodyServesAgain() {
        Scenario story =
                refusing()
                        .tells("ci-b", NoticeKind.REFUSAL, Stage.BEGAN)
                        .startAgain("ci-a")
                        .servedBy("ci-a")
                        .pass(Duration.ofMillis(300))
                        .freezeDaemon("ci-b")
                        .kill("ci-a")
                        .pass(A_WHILE)
                        .thaw("ci-b")
                        .pass(Duration.ofSeconds(1));

        assertThat(of(NoticeKind.REFUSAL, story.toldBy("ci-b")))
                .extracting(Notice::stage)
                .containsExactly(Stage.BEGAN);
    }

    @Test
    void aStandbyThatWasFrozenTriesBeforeItSaysThatItDoesNotSeeTheRegister() {
        Scenario story =
                served().cutOff("ci-b")
                        .pass(Duration.ofSeconds(3))
                        .freezeDaemon("ci-b")
                        .heal()
                        .pass(A_WHILE)
                        .thaw("ci-b")
                        .pass(A_WHILE);

        assertThat(story.toldBy("ci-b")).isEmpty();
    }

    @Test
    void aPrimaryThatIsCutOffTellsThatItSeesNothing() {
        Scenario story =
                served().cutOff("ci-a")
                        .servedBy("ci-b")
                        .tells("ci-a", NoticeKind.REGISTER, Stage.BEGAN);

        assertThat(of(NoticeKind.REGISTER, story.toldBy("ci-a")).getFirst().sentence())
                .contains("It serves nothing meanwhile");
        assertThat(of(NoticeKind.SERVICE, story.toldBy("ci-a"))).isEmpty();

        story.heal().tells("ci-a", NoticeKind.REGISTER, Stage.OVER);
    }

    @Test
    void whatComesAndGoesIsToldAFewTimesAndThenOnlyOnceItIsQuiet() {
        Scenario story = served();
        for (int i = 0; i < 8; i++) {
            story.kill("ci-b")
                    .pass(Duration.ofSeconds(15))
                    .startAgain("ci-b")
                    .inSync()
                    .pass(Duration.ofSeconds(5));
        }

        assertThat(of(NoticeKind.SYNCHRONY, story.toldBy("ci-a")))
                .extracting(Notice::stage)
                .containsExactly(Stage.BEGAN, Stage.OVER, Stage.BEGAN, Stage.OVER, Stage.BEGAN);
        assertThat(of(NoticeKind.SYNCHRONY, story.toldBy("ci-a")).getLast().sentence())
                .contains("It comes and goes");

        story.pass(Duration.ofMinutes(4)).tells("ci-a", NoticeKind.SYNCHRONY, Stage.OVER);
    }

    @Test
    void whatLastsIsToldAgainAfterHoursAndSoonerWhenItGetsWorse() {
        Scenario story =
                served().knows("vote", days(20))
                        .tells("vote", NoticeKind.CERTIFICATE, Stage.BEGAN)
                        .pass(Duration.ofMinutes(4))
                        .knows("vote", days(7))
                        .tells("vote", NoticeKind.CERTIFICATE, Stage.WORSE)
                        .pass(Duration.ofMinutes(4));

        assertThat(story.toldBy("vote"))
                .extracting(Notice::stage)
                .containsExactly(Stage.BEGAN, Stage.WORSE);

        story.tells("vote", NoticeKind.CERTIFICATE, Stage.GOES_ON)
                .knows("vote", days(365))
                .tells("vote", NoticeKind.CERTIFICATE, Stage.OVER);
    }

    @Test
    void aServerThatFailsIsToldAsItGetsWorse() {
        Scenario story =
                served().serverSuffers("ci-a", Ailment.CRASHES)
                        .serverSuffers("ci-b", Ailment.CRASHES)
                        .serverCrashes("ci-a")
                        .databaseServedBy("ci-b")
                        .tells("ci-b", NoticeKind.SERVER, Stage.WORSE)
                        .pass(A_WHILE);

        assertThat(of(NoticeKind.SERVER, story.toldBy("ci-b")).getLast().level())
                .isEqualTo(Level.CRITICAL);
        assertThat(of(NoticeKind.SERVER, story.toldBy("ci-b")).getLast().sentence())
                .contains("understudy resume");
    }

    @Test
    void whoHasPausedTheClusterIsTold() {
        Scenario story =
                served().pause("ci-a", Duration.ofHours(1))
                        .tells("ci-a", NoticeKind.PAUSE, Stage.BEGAN)
                        .resume("ci-a")
                        .tells("ci-a", NoticeKind.PAUSE, Stage.OVER);

        assertThat(of(NoticeKind.PAUSE, story.toldBy("ci-a")).getFirst().headline())
                .isEqualTo("the scenario has paused the cluster for 60 min");
    }

    @Test
    void filesThatComeLateAreTold() {
        Scenario.of(Setup.small().carryingFiles())
                .startServedBy("ci-a")
                .filesInPlace("ci-b")
                .filesDisk("ci-b", true)
                .tells("ci-a", NoticeKind.FILES, Stage.BEGAN)
                .filesDisk("ci-b", false)
                .tells("ci-a", NoticeKind.FILES, Stage.OVER);
    }

    @Test
    void aNewPrimaryLeavesToItsSuccessorWhatItCanTellNoMore() {
        Scenario story =
                served().pause("ci-a", Duration.ofHours(1))
                        .tells("ci-a", NoticeKind.PAUSE, Stage.BEGAN)
                        .resume("ci-a")
                        .switchTo("ci-b")
                        .servedBy("ci-b")
                        .tells("ci-a", NoticeKind.PAUSE, Stage.OVER);

        assertThat(of(NoticeKind.PAUSE, story.toldBy("ci-a")).getLast().sentence())
                .isEqualTo("ci-a is not primary any more: whoever is tells of it where it lasts.");
    }

    private static Scenario served() {
        return Scenario.threeNodes().startServedBy("ci-a");
    }

    /** ci-a is silent, and ci-b can't know whether it has all, which it has not told yet. */
    private static Scenario refusing() {
        return served().kill("ci-b")
                .tells("ci-a", NoticeKind.SYNCHRONY, Stage.BEGAN)
                .kill("ci-a")
                .startAgain("ci-b")
                .says("ci-b", Reason.NotInSync.class);
    }

    private static Beside moved(boolean harmless) {
        return new Beside(
                365,
                Optional.empty(),
                Optional.empty(),
                Optional.of(
                        new Beside.Move(
                                new Epoch(2),
                                false,
                                harmless,
                                new NodeId("ci-a"),
                                "It has not renewed its lease.",
                                "It took 3.1 s. Nothing is lost.")));
    }

    private static Beside days(long days) {
        return new Beside(days, Optional.empty(), Optional.empty(), Optional.empty());
    }

    private static List<Notice> of(NoticeKind kind, List<Notice> all) {
        return all.stream().filter(notice -> notice.kind() == kind).toList();
    }
}
