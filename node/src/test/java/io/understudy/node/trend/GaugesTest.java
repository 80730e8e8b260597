package io.understudy.node.trend;

import static org.assertj.core.api.Assertions.assertThat;

import io.understudy.core.model.LogPosition;
import io.understudy.core.model.Moment;
import io.understudy.core.model.NodeId;
import io.understudy.core.observation.DatabaseState;
import io.understudy.node.api.FilesReport;
import io.understudy.node.api.LogTrail;
import io.understudy.node.api.Measure;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class GaugesTest {

    private static final NodeId B = new NodeId("ci-b");
    private static final NodeId C = new NodeId("ci-c");
    private static final Moment START = new Moment(0);
    private static final Moment NOW = START.plus(Duration.ofSeconds(8));
    private static final LogPosition OLD = LogPosition.parse("0/3000000");
    private static final LogPosition NEW = LogPosition.parse("0/3000200");
    private static final LogTrail TRAIL =
            LogTrail.EMPTY.saw(START, OLD).saw(START.plus(Duration.ofSeconds(5)), NEW);

    @Test
    void aPrimaryTellsOfTheStandbyThatIsFurthestBehind() {
        DatabaseState primary =
                new DatabaseState.Primary(
                        1, NEW, Set.of(), List.of(follower(B, NEW), follower(C, OLD)));

        assertThat(Gauges.end(primary, Optional.empty())).contains(NEW);
        assertThat(Gauges.log(primary, TRAIL, NOW))
                .containsEntry(Measure.LOG_BYTES, 512.0)
                .containsEntry(Measure.LOG_SECONDS, 3.0);
    }

    @Test
    void aStandbyTellsOfItselfByWhatTheRegisterSays() {
        DatabaseState behind = standby(OLD);

        assertThat(Gauges.end(behind, Optional.of(NEW))).contains(NEW);
        assertThat(Gauges.log(behind, TRAIL, NOW)).containsEntry(Measure.LOG_BYTES, 512.0);
        assertThat(Gauges.log(standby(NEW), TRAIL, NOW))
                .containsEntry(Measure.LOG_BYTES, 0.0)
                .containsEntry(Measure.LOG_SECONDS, 0.0);
    }

    @Test
    void whatIsNotKnownIsNotMeasured() {
        DatabaseState alone = new DatabaseState.Primary(1, NEW, Set.of(), List.of());
        DatabaseState unseen = new DatabaseState.Unknown("not looked at yet");

        assertThat(Gauges.log(alone, TRAIL, NOW)).isEmpty();
        assertThat(Gauges.log(standby(OLD), LogTrail.EMPTY, NOW)).isEmpty();
        assertThat(Gauges.log(unseen, TRAIL, NOW)).isEmpty();
        assertThat(Gauges.end(unseen, Optional.of(NEW))).isEmpty();
    }

    @Test
    void filesAreBehindWhileOneIsComingOrAStandbyHasAnOlderGeneration() {
        assertThat(Gauges.filesBehind(following(Optional.empty(), Optional.empty())))
                .contains(false);
        assertThat(
                        Gauges.filesBehind(
                                following(
                                        Optional.of(
                                                new FilesReport.Coming(
                                                        "3-2", 100, Optional.empty())),
                                        Optional.empty())))
                .contains(true);
        assertThat(Gauges.filesBehind(following(Optional.empty(), Optional.of("does not answer"))))
                .as("who does not hear of newer ones can't tell")
                .isEmpty();
        assertThat(Gauges.filesBehind(publishing("3-1"))).contains(true);
        assertThat(Gauges.filesBehind(publishing("3-2"))).contains(false);
    }

    private static DatabaseState standby(LogPosition received) {
        return new DatabaseState.Standby(
                1, received, received, Optional.of(B), DatabaseState.Stream.OPEN);
    }

    private static DatabaseState.Follower follower(NodeId node, LogPosition flushed) {
        return new DatabaseState.Follower(node, flushed, true, true);
    }

    private static FilesReport following(
            Optional<FilesReport.Coming> coming, Optional<String> silence) {
        return new FilesReport(
                "following",
                Optional.empty(),
                Optional.of("3-1"),
                Optional.empty(),
                Optional.empty(),
                coming,
                List.of(),
                List.of(),
                List.of(),
                silence,
                List.of());
    }

    private static FilesReport publishing(String taken) {
        return new FilesReport(
                "publishing",
                Optional.empty(),
                Optional.of("3-2"),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                List.of(new FilesReport.Taken("ci-b", taken)),
                List.of(),
                Optional.empty(),
                List.of());
    }
}
