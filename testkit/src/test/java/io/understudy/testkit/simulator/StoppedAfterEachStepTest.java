package io.understudy.testkit.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import io.understudy.core.model.SynchronousMode;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every plan, cut short by a crash of one node after each of that node's steps in turn. */
class StoppedAfterEachStepTest {
    private static final int MOST_STEPS = 400;

    @ParameterizedTest
    @ValueSource(strings = {"ci-a", "ci-b", "vote"})
    void aFoundingGoesOn(String node) {
        everyStep(
                () -> Scenario.of(Setup.of(2, 1, new SynchronousMode.Preferred(), false)),
                node,
                story -> story.start().pass(java.time.Duration.ofSeconds(4)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"ci-a", "ci-b", "vote"})
    void aSwitchoverGoesOnOrIsDropped(String node) {
        everyStep(
                () -> Scenario.threeNodes().startServedBy("ci-a"),
                node,
                story -> story.switchTo("ci-b").pass(java.time.Duration.ofSeconds(3)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"ci-b", "vote"})
    void aFailoverGoesOn(String node) {
        everyStep(
                () -> Scenario.threeNodes().startServedBy("ci-a"),
                node,
                story -> story.kill("ci-a").pass(java.time.Duration.ofSeconds(4)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"ci-a", "ci-b"})
    void aRejoinGoesOn(String node) {
        everyStep(
                () -> Scenario.threeNodes().startServedBy("ci-a").kill("ci-a").servedBy("ci-b"),
                node,
                story -> story.startAgain("ci-a").pass(java.time.Duration.ofSeconds(4)));
    }

    private static void everyStep(Supplier<Scenario> before, String node, Consumer<Scenario> plan) {
        int step = 0;
        boolean crashed = true;
        while (crashed && step < MOST_STEPS) {
            Scenario story = before.get().crashingAfter(node, step);
            plan.accept(story);
            crashed = story.crashed();
            story.recovers().nothingLost();
            step++;
        }
        assertThat(step).as("steps of " + node).isBetween(2, MOST_STEPS);
    }
}
