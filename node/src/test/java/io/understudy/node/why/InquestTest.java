package io.understudy.node.why;

import static org.assertj.core.api.Assertions.assertThat;

import io.understudy.core.counterfactual.Question;
import io.understudy.core.decision.NodeState;
import io.understudy.core.decision.Role;
import io.understudy.core.model.Epoch;
import io.understudy.core.model.Moment;
import io.understudy.core.model.NodeId;
import io.understudy.core.observation.Observation;
import io.understudy.node.api.WhyAnswer;
import io.understudy.node.api.WhyQuestion;
import io.understudy.node.journal.DiskJournal;
import io.understudy.node.journal.Entry;
import io.understudy.node.journal.Simulated;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a journal tells of why, and what it says where it can't. */
class InquestTest {

    private static final NodeId SELF = new NodeId("ci-a");
    private static final Instant NOON = Instant.parse("2024-02-29T12:00:00Z");

    @TempDir private Path folder;
    private DiskJournal journal;
    private Inquest inquest;

    @BeforeEach
    void open() {
        journal =
                DiskJournal.open(
                        folder,
                        new DiskJournal.Terms(
                                Duration.ofSeconds(20), InstantSource.fixed(NOON), _ -> {}));
        inquest = new Inquest(SELF, journal);
    }

    @AfterEach
    void close() {
        journal.close();
    }

    @Test
    void anEmptyJournalSaysThatItIs() {
        assertThat(inquest.apply(new WhyQuestion.Change()))
                .isEqualTo(WhyAnswer.nothing(SELF, "Nothing to tell: its journal is empty."));
        assertThat(inquest.apply(new WhyQuestion.Move(new Epoch(7))).note())
                .contains("Nothing to tell: its journal is empty.");
    }

    @Test
    void whatIsOlderThanTheJournalIsSaidToBe() {
        journal.keep(decided(NOON, Role.STARTING, "a sentence"));

        assertThat(inquest.apply(new WhyQuestion.At(NOON.minusSeconds(1))).note())
                .contains(
                        "Nothing is kept of 2024-02-29T11:59:59Z or before: its journal goes back"
                                + " to 2024-02-29T12:00:00Z.");
    }

    @Test
    void aMoveThatNeverWasIsSaidToBeNone() {
        journal.keep(decided(NOON, Role.STARTING, "a sentence"));

        assertThat(inquest.apply(new WhyQuestion.Move(new Epoch(7))).note())
                .contains("It has heard of no move 7: the latest is 0.");
    }

    @Test
    void theDecisionInForceAtATimeIsTheLastBeforeIt() {
        journal.keep(decided(NOON, Role.STARTING, "a sentence"));
        journal.keep(decided(NOON.plusSeconds(5), Role.STARTING, "a sentence"));

        assertThat(told(new WhyQuestion.At(NOON.plusSeconds(4))).time()).isEqualTo(NOON);
        assertThat(told(new WhyQuestion.At(NOON.plusSeconds(5))).time())
                .isEqualTo(NOON.plusSeconds(5));
        assertThat(told(new WhyQuestion.Last()).time()).isEqualTo(NOON.plusSeconds(5));
    }

    @Test
    void aRecordThatThisVersionDecidesOtherwiseIsShownAsItWas() {
        journal.keep(decided(NOON, Role.ACTIVE, "Serving as it did long ago."));

        WhyAnswer.Told told = told(new WhyQuestion.Last());

        assertThat(told.recorded()).contains("active: Serving as it did long ago.");
        assertThat(told.explanation().question()).isNotEqualTo(Question.TOOK_OVER);
    }

    private WhyAnswer.Told told(WhyQuestion question) {
        return inquest.apply(question).decision().orElseThrow();
    }

    private static Entry.Decided decided(Instant at, Role role, String sentence) {
        AtomicReference<NodeState> any = new AtomicReference<>();
        Simulated.run(
                1,
                (before, _) -> {
                    if (any.get() == null) {
                        any.set(before);
                    }
                });
        return new Entry.Decided(
                at, any.get(), new Observation.Tick(new Moment(7)), role, sentence);
    }
}
