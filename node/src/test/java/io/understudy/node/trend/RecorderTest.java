package io.understudy.node.trend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.understudy.core.decision.NodeState;
import io.understudy.core.model.Epoch;
import io.understudy.core.model.FencePlan;
import io.understudy.core.model.Incarnation;
import io.understudy.core.model.Limits;
import io.understudy.core.model.Moment;
import io.understudy.core.model.NodeId;
import io.understudy.core.model.Settings;
import io.understudy.core.model.SynchronousMode;
import io.understudy.core.model.TakeoverMode;
import io.understudy.core.model.Timings;
import io.understudy.core.model.Voting;
import io.understudy.node.api.Measure;
import io.understudy.node.api.TrendReport;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecorderTest {

    private static final NodeId VOTE = new NodeId("vote");
    private static final Duration LONGEST = Duration.ofSeconds(10);

    @TempDir private Path folder;
    private final AtomicReference<Instant> clock =
            new AtomicReference<>(Instant.ofEpochSecond(1_800_000_000L));
    private final AtomicInteger asked = new AtomicInteger();
    private Path file;

    @BeforeEach
    void place() {
        file = folder.resolve("trend");
    }

    @Test
    void keepsOneSampleOfEachStepHoweverOftenItIsTold() {
        try (Recorder recorder = recorder()) {
            for (int second = 0; second < 30; second++) {
                for (int times = 0; times < 5; times++) {
                    recorder.decided(witness(), new Moment(second * 1_000_000_000L));
                }
                int samples = second / 10 + 1;
                patiently().until(() -> points(recorder).size() == samples);
                clock.updateAndGet(now -> now.plusSeconds(1));
            }
            assertThat(asked).hasValue(3);
            assertThat(recorder.report(VOTE, 24).series().getFirst().measure())
                    .isEqualTo(Measure.REGISTER_SECONDS);
        }
    }

    @Test
    void whatADaemonHasKeptTheNextOneShows() {
        try (Recorder first = recorder()) {
            first.decided(witness(), new Moment(0));
            patiently().until(() -> points(first).size() == 1);
        }
        try (Recorder next = recorder()) {
            assertThat(points(next)).hasSize(1);
        }
    }

    @Test
    void aDiskThatTakesNothingIsToldAndStopsNothing() throws Exception {
        Files.createDirectory(file);
        try (Recorder recorder = recorder()) {
            recorder.decided(witness(), new Moment(0));
            patiently().until(() -> recorder.report(VOTE, 1).trouble().isPresent());
            assertThat(recorder.report(VOTE, 1).trouble().orElseThrow())
                    .contains(file.toString(), "move it away");

            Files.delete(file);
            clock.updateAndGet(now -> now.plusSeconds(10));
            recorder.decided(witness(), new Moment(10_000_000_000L));
            patiently().until(() -> points(recorder).size() == 1);
            assertThat(recorder.report(VOTE, 1).trouble()).isEmpty();
        }
    }

    private static ConditionFactory patiently() {
        return await().atMost(LONGEST).pollInterval(Duration.ofMillis(5)).pollDelay(Duration.ZERO);
    }

    private Recorder recorder() {
        return new Recorder(
                file,
                new Recorder.Sources(
                        Optional.empty(),
                        () -> Optional.of(Duration.ofMillis(asked.incrementAndGet())),
                        clock::get));
    }

    private static List<Integer> points(Recorder recorder) {
        return recorder.report(VOTE, 1).series().stream()
                .findFirst()
                .map(TrendReport.Series::at)
                .orElse(List.of());
    }

    private static NodeState witness() {
        return NodeState.starting(
                new Settings(
                        VOTE,
                        Set.of(new NodeId("ci-a"), new NodeId("ci-b")),
                        false,
                        TakeoverMode.AUTOMATIC,
                        new SynchronousMode.Preferred(),
                        Timings.fast(),
                        new Voting.Majority(),
                        Limits.usual(),
                        FencePlan.usual(Timings.fast())),
                new Incarnation("one"),
                new Epoch(7));
    }
}
