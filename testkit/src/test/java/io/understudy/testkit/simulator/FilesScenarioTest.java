package io.understudy.testkit.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import io.understudy.core.decision.Plans;
import io.understudy.core.decision.Role;
import io.understudy.core.explain.Reason;
import io.understudy.core.model.TakeoverMode;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What becomes of the server's files when the primary changes. */
class FilesScenarioTest {

    private static Scenario cluster() {
        return Scenario.of(Setup.small().carryingFiles());
    }

    @Test
    void aPlannedMoveTakesWhatTheServerWroteLast() {
        Scenario story = cluster().startServedBy("ci-a").filesInPlace("ci-b");
        story.pass(Duration.ofSeconds(3)).switchTo("ci-b");
        long last = story.comesTo("ci-a", Role.CEDING).filesOf("ci-a");

        story.servedBy("ci-b");

        assertThat(story.filesOf("ci-b")).isGreaterThanOrEqualTo(last);
        story.filesInPlace("ci-a").nothingLost();
    }

    @Test
    void aStandbyThatNeverHadTheFilesWaitsForAPerson() {
        Scenario story = cluster().filesDisk("ci-b", true).startServedBy("ci-a");

        story.kill("ci-a")
                .says("ci-b", Reason.FilesMissing.class)
                .servedByNobody(Duration.ofSeconds(20))
                .filesDisk("ci-b", false)
                .failTo("ci-b", 0)
                .servedBy("ci-b");
    }

    @Test
    void aPlannedMoveToANodeWithoutTheFilesIsRefused() {
        Scenario story = cluster().filesDisk("ci-b", true).startServedBy("ci-a");

        story.switchTo("ci-b").pass(Duration.ofSeconds(20)).servedBy("ci-a");

        assertThat(story.epoch().number()).isEqualTo(1);
    }

    @Test
    void aServerWaitsUntilItsFilesAreInPlace() {
        Scenario story = cluster().startServedBy("ci-a").filesInPlace("ci-b");

        story.filesDisk("ci-b", true)
                .kill("ci-a")
                .says("ci-b", Reason.FilesNotReady.class)
                .servedByNobody(Duration.ofSeconds(5))
                .filesDisk("ci-b", false)
                .servedBy("ci-b");
    }

    @Test
    void thePlanOfAFailoverNamesTheFilesThatMayBeLost() {
        Scenario story =
                Scenario.of(Setup.small().carryingFiles().with(TakeoverMode.MANUAL))
                        .startServedBy("ci-a")
                        .filesInPlace("ci-b");

        story.kill("ci-a").pass(Duration.ofSeconds(15));

        assertThat(story.planToFailTo("ci-b"))
                .isInstanceOfSatisfying(
                        Plans.Plan.Steps.class,
                        plan ->
                                assertThat(plan.atRisk())
                                        .matches(
                                                ".*of the files, what changed after generation"
                                                        + " 1-[0-9]+, the newest that ci-b has"
                                                        + " whole, is lost"));
    }

    @Test
    void anOldPrimaryThatComesBackTakesTheNewOnesFiles() {
        Scenario story = cluster().startServedBy("ci-a").filesInPlace("ci-b");

        story.kill("ci-a").servedBy("ci-b").startAgain("ci-a").inSync().filesInPlace("ci-a");

        story.kill("ci-b").servedBy("ci-a").nothingLost();
    }

    @Test
    void whoTakesItsOwnPlaceBackKeepsWhatItsServerWrote() {
        Scenario story = cluster().startServedBy("ci-a").filesInPlace("ci-b");
        story.pass(Duration.ofSeconds(2)).kill("ci-b").kill("ci-a");
        long last = story.filesOf("ci-a");

        story.startAgain("ci-a").servedBy("ci-a");

        assertThat(story.filesOf("ci-a")).isGreaterThanOrEqualTo(last);
    }
}
