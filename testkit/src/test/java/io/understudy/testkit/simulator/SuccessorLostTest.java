package io.understudy.testkit.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import io.understudy.core.model.Timings;
import io.understudy.testkit.simulator.Scenario.Loss;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The successor of a planned move is lost after each of its steps in turn, and does not come back.
 * The node before it goes on by itself as long as the successor has acknowledged nothing alone;
 * after that it waits, for it lacks what was acknowledged.
 */
class SuccessorLostTest {

    private static final Duration ALL_IS_DECIDED = Timings.fast().ttl().multipliedBy(4);

    private static final Duration THE_MOVE = Duration.ofMillis(1500);

    @ParameterizedTest
    @CsvSource({"FOR_GOOD, false", "CUT_OFF, false", "FOR_GOOD, true"})
    void theOldPrimaryGoesOnUntilTheSuccessorCommitsAlone(Loss how, boolean files) {
        List<String> ends = new ArrayList<>();
        boolean lost = true;
        for (int step = 0; lost; step++) {
            Setup setup = files ? Setup.small().carryingFiles() : Setup.small();
            Scenario story =
                    Scenario.of(setup).startServedBy("ci-a").losingAfter("ci-b", step, how);
            story.switchTo("ci-b").pass(THE_MOVE);
            lost = story.crashed();
            story.pass(ALL_IS_DECIDED);
            boolean alone = story.servesAlone("ci-b");
            String serves = story.servingNow().map(Object::toString).orElse("nobody");
            if (lost) {
                assertThat(serves)
                        .as("after step %s of ci-b, alone: %s", step, alone)
                        .isEqualTo(alone ? "nobody" : "ci-a");
            }
            ends.add(serves);
            story.startAgain("ci-b").recovers().nothingLost();
        }
        assertThat(ends).contains("ci-a", "nobody");
    }
}
