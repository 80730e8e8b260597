package io.understudy.node.loop;

import static org.assertj.core.api.Assertions.assertThat;

import io.understudy.core.decision.Decider;
import io.understudy.core.decision.Decision;
import io.understudy.core.decision.NodeState;
import io.understudy.core.decision.Role;
import io.understudy.core.model.Epoch;
import io.understudy.core.model.Moment;
import io.understudy.core.observation.Observation;
import io.understudy.node.api.HistoryEntry;
import io.understudy.node.journal.HistoryFile;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChronicleTest {

    private static final Instant TIME = Instant.parse("2026-11-21T03:00:00Z");

    @TempDir private Path folder;
    private NodeState state = TestNodes.starting(TestNodes.B);

    @Test
    void tellsEachChangeOnce() {
        HistoryFile history = new HistoryFile(folder.resolve("history.jsonl"));
        try (Chronicle chronicle = new Chronicle(history, () -> TIME)) {
            for (int i = 0; i < 3; i++) {
                see(chronicle, new Observation.RegisterAbsent(new Moment(i)));
                see(chronicle, new Observation.Tick(new Moment(i)));
            }
        }

        assertThat(history.last(10))
                .containsExactly(
                        new HistoryEntry(
                                TIME,
                                TestNodes.B,
                                Epoch.NONE,
                                Role.WAITING,
                                "The cluster has no primary yet: start the node on which"
                                        + " `understudy init` was run."));
    }

    @Test
    void tellsTheSameTroubleInOtherWordsOnce() {
        HistoryFile history = new HistoryFile(folder.resolve("history.jsonl"));
        try (Chronicle chronicle = new Chronicle(history, () -> TIME)) {
            see(chronicle, new Observation.RegisterSilent(new Moment(1), "no route"));
            see(chronicle, new Observation.RegisterSilent(new Moment(2), "no answer in 400 ms"));
        }

        assertThat(history.last(10)).isEmpty();
    }

    private void see(Chronicle chronicle, Observation seen) {
        Decision decision = Decider.standard().decide(state, seen);
        chronicle.decided(state, decision, seen.at());
        state = decision.next();
    }
}
