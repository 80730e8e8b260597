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

    /** Of 27 November 2026, 04:00, as it was said in a rolling upgrade: without a forecast. */
    @Test
    void whatAnOlderVersionSaidIsRead() throws Wire.MalformedException {
        NodeReport report = new Wire().read(OLD, NodeReport.class);

        assertThat(report.standing().sentence()).isEqualTo("Following ci-a, primary of epoch 3.");
        assertThat(report.primacy().orElseThrow().epoch()).isEqualTo(new Epoch(3));
        assertThat(report.foretold()).isEmpty();
    }

    private static final String OLD =
            """
            {
              "about": {"cluster": "lab", "node": "ci-b", "time": "2026-11-27T23:45:45.200651879Z", "version": "0.1.0", "pid": 180, "residentBytes": 163123200, "certificateDaysLeft": 729},
              "standing": {"role": "standby", "sentence": "Following ci-a, primary of epoch 3.", "epochSeen": 3},
              "primacy": {"epoch": 3, "holder": "ci-a", "phase": "active", "inSync": ["ci-b"], "synchrony": "In sync: ci-b. Every acknowledged commit is there, too.", "position": "0/3146ED0", "automaticMoves": 0, "serverFailed": []},
              "worst": {"ttlMillis": 2000, "detectionMillis": 2100, "takeoverMillis": 2500},
              "database": {"state": "standby", "log": {"timeline": 3, "received": "0/3146ED0", "replayed": "0/3146ED0", "upstream": "ci-a", "streaming": true}, "followers": []},
              "server": {"state": "stopped", "restarts": {"used": 1, "limit": 5, "nextTryMillis": 0, "left": false, "lastFailure": "its process ended"}},
              "arbiter": {"place": "following", "member": "following", "lastContactMillis": 108},
              "guard": {"state": "idle"},
              "fence": {"required": false, "ways": [{"node": "ci-a", "method": "peer"}]},
              "address": {"state": "away"}
            }
            """;
}
