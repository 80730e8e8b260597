package io.understudy.node.moves;

import static org.assertj.core.api.Assertions.assertThat;

import io.understudy.core.decision.Decider;
import io.understudy.core.decision.Decision;
import io.understudy.core.decision.NodeState;
import io.understudy.core.decision.Role;
import io.understudy.core.explain.Sentences;
import io.understudy.core.model.Epoch;
import io.understudy.core.model.Incarnation;
import io.understudy.core.model.NodeId;
import io.understudy.core.observation.Observation;
import io.understudy.core.observation.ServerState;
import io.understudy.node.api.Forecast;
import io.understudy.node.api.MoveReport;
import io.understudy.node.api.MoveReport.Phase;
import io.understudy.node.api.MoveReport.PhaseReport;
import io.understudy.node.api.MoveReport.Side;
import io.understudy.node.api.MoveReport.State;
import io.understudy.node.journal.Entry;
import io.understudy.node.journal.Simulated;
import io.understudy.node.journal.Worth;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What is told of moves in simulated clusters, with all the faults that the simulator knows. */
class MoveTrackerTest {

    private static final int SEEDS = 150;
    private static final Duration LONGEST_RUN = Duration.ofHours(1);

    private final Decider decider = Decider.standard();

    @Test
    void everyNodeThatTookOverAndServesHasReportedIt() {
        int told = 0;
        Set<MoveReport.Kind> kinds = EnumSet.noneOf(MoveReport.Kind.class);
        Set<State> states = EnumSet.noneOf(State.class);
        int interrupted = 0;
        for (long seed = 1; seed <= SEEDS; seed++) {
            Nodes nodes = new Nodes(seed);
            Simulated.run(seed, nodes::decided);
            for (MoveReport report : nodes.reports.values()) {
                assertSound(seed, report);
                kinds.add(report.kind());
                states.add(report.outcome().state());
                interrupted += report.outcome().interruptions();
                told++;
            }
        }
        assertThat(told).isGreaterThan(SEEDS / 2);
        assertThat(interrupted).isPositive();
        assertThat(kinds).isEqualTo(EnumSet.allOf(MoveReport.Kind.class));
        assertThat(states).contains(State.DONE, State.DROPPED, State.OVERTAKEN);
    }

    private static void assertSound(long seed, MoveReport report) {
        assertThat(report.phases()).as("seed " + seed).isNotEmpty();
        for (PhaseReport phase : report.phases()) {
            phase.took()
                    .ifPresent(took ->
                            assertThat(took)
                                    .as("seed %d, %s", seed, report)
                                    .isBetween(Duration.ZERO, LONGEST_RUN));
        }
        if (report.side() == Side.TOOK && report.outcome().state() == State.DONE) {
            assertThat(report.phases())
                    .as("seed %d, %s", seed, report)
                    .filteredOn(phase -> phase.phase() != Phase.DETECTED)
                    .allMatch(phase -> phase.took().isPresent());
            assertThat(report.to()).isEqualTo(report.node());
        }
    }

    /** Of one seed: what each node's journal would hand to its tracker, and what came of it. */
    private final class Nodes {
        private final long seed;
        private final MoveTracker tracker =
                new MoveTracker(decider, (_, _) -> new Forecast(0, Map.of()));
        private final Map<NodeId, MoveTracker.Memory> memories = new HashMap<>();
        private final Map<NodeId, Incarnation> runs = new HashMap<>();
        private final Map<NodeId, Epoch> won = new HashMap<>();
        private final Map<String, MoveReport> reports = new LinkedHashMap<>();

        Nodes(long seed) {
            this.seed = seed;
        }

        void decided(NodeState before, Observation seen) {
            Decision decision = decider.decide(before, seen);
            NodeState after = decision.next();
            if (!before.incarnation().equals(runs.put(before.self(), before.incarnation()))) {
                read(
                        before.self(),
                        new Entry.Began(
                                Instant.EPOCH, before.self(), "0", before.incarnation(), "boot"));
            }
            if (Worth.isRecorded(before, seen, decision)) {
                read(
                        before.self(),
                        new Entry.Decided(
                                Instant.EPOCH.plusNanos(seen.at().nanos()),
                                before,
                                seen,
                                after.role(),
                                Sentences.of(decision.reason())));
            }
            if (after.role() == Role.CONTENDING) {
                won.put(
                        after.self(),
                        after.register().state().map(now -> now.epoch().next()).orElse(Epoch.NONE));
            }
            if (before.role() != Role.ACTIVE
                    && after.role() == Role.ACTIVE
                    && after.server().state() instanceof ServerState.Healthy
                    && after.seenEpoch().equals(won.get(after.self()))
                    && after.seenEpoch().isAfter(new Epoch(1))) {
                assertThat(reports.get(after.seenEpoch() + " took"))
                        .as("seed %d: %s serves in epoch %s", seed, after.self(), after.seenEpoch())
                        .isNotNull()
                        .extracting(report -> report.outcome().state())
                        .isEqualTo(State.DONE);
            }
        }

        private void read(NodeId node, Entry entry) {
            MoveTracker.Told told =
                    tracker.next(memories.getOrDefault(node, MoveTracker.Memory.NOTHING), entry);
            memories.put(node, told.next());
            for (MoveReport move : told.reports()) {
                reports.put(move.number() + (move.side() == Side.TOOK ? " took" : " gave"), move);
            }
        }
    }
}
