package io.understudy.node.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.understudy.core.decision.NodeState;
import io.understudy.core.decision.Role;
import io.understudy.core.model.Epoch;
import io.understudy.core.model.FencePlan;
import io.understudy.core.model.Incarnation;
import io.understudy.core.model.Limits;
import io.understudy.core.model.LogPosition;
import io.understudy.core.model.Moment;
import io.understudy.core.model.NodeId;
import io.understudy.core.model.Settings;
import io.understudy.core.model.SynchronousMode;
import io.understudy.core.model.TakeoverMode;
import io.understudy.core.model.Timings;
import io.understudy.core.model.Voting;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class ReportsTest {

    private static final NodeId A = new NodeId("ci-a");
    private static final NodeId B = new NodeId("ci-b");
    private static final NodeId VOTE = new NodeId("vote");
    private static final Moment NOW = new Moment(Duration.ofMinutes(1).toNanos());

    @Test
    void aNodeThatHasJustStartedSaysThatItKnowsNothing() {
        NodeReport report = Reports.of(starting(A), around(Optional.empty()));

        assertThat(report.standing().role()).isEqualTo(Role.STARTING);
        assertThat(report.standing().epochSeen()).isEqualTo(new Epoch(7));
        assertThat(report.standing().leaseLeft()).isEmpty();
        assertThat(report.primacy()).isEmpty();
        assertThat(report.arbiter().lastContact()).isEmpty();
        assertThat(report.database().orElseThrow())
                .isEqualTo(
                        new DatabaseReport(
                                "unknown",
                                Optional.of("not looked at yet"),
                                Optional.empty(),
                                java.util.List.of()));
        assertThat(report.server().orElseThrow().state()).isEqualTo("unknown");
    }

    @Test
    void aWitnessHasNoDatabaseAndNoServer() {
        NodeReport report = Reports.of(starting(VOTE), around(Optional.empty()));

        assertThat(report.database()).isEmpty();
        assertThat(report.server()).isEmpty();
    }

    @Test
    void contactWithTheArbiterIsCountedFromItsLastAnswer() {
        NodeReport report =
                Reports.of(starting(A), around(Optional.of(new Moment(NOW.nanos() - 80_000_000))));

        assertThat(report.arbiter().lastContact()).contains(Duration.ofMillis(80));
    }

    @Test
    void theWorstCaseFollowsFromTheTimings() {
        assertThat(WorstCase.of(Timings.fast()))
                .isEqualTo(
                        new WorstCase(
                                Duration.ofMillis(2000),
                                Duration.ofMillis(2100),
                                Duration.ofMillis(2500)));
    }

    private static NodeState starting(NodeId self) {
        return NodeState.starting(
                new Settings(
                        self,
                        Set.of(A, B),
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

    private static Surroundings around(Optional<Moment> lastAnswer) {
        return new Surroundings(
                new About("acme", A, Instant.EPOCH, "0.1.0", 1, 1, 1),
                NOW,
                "Just started.",
                LogTrail.EMPTY.saw(NOW, LogPosition.START),
                new Surroundings.Vote(
                        ArbiterReport.Place.LOOKING,
                        "looking for a leader",
                        Optional.empty(),
                        lastAnswer),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }
}
