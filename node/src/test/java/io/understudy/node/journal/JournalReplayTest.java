package io.understudy.node.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.understudy.core.counterfactual.Bearing;
import io.understudy.core.counterfactual.Explainer;
import io.understudy.core.counterfactual.Explanation;
import io.understudy.core.counterfactual.Question;
import io.understudy.core.decision.Decision;
import io.understudy.core.decision.NodeState;
import io.understudy.core.explain.Sentences;
import io.understudy.core.model.Incarnation;
import io.understudy.core.observation.Observation;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What a journal keeps of a decision is enough to make it again, and to say what would turn it. */
class JournalReplayTest {

    private static final int SEEDS = 60;

    /** Of one seed's decisions that are recorded, so many lie between two that are explained. */
    private static final int EVERY = 12;

    private final EntryCodec codec = new EntryCodec();
    private final Explainer explainer = Explainer.standard();
    private final Map<Incarnation, NodeState> expected = new HashMap<>();
    private final Map<Question, List<Explanation>> explained = new EnumMap<>(Question.class);
    private int recorded;

    @Test
    void whatNodesDecidedInManySeedsIsDecidedAlikeFromTheirJournals() {
        for (long seed = 1; seed <= SEEDS; seed++) {
            expected.clear();
            Simulated.run(seed, this::follow);
        }

        assertThat(recorded).isGreaterThan(SEEDS * 50);
        for (Question question :
                List.of(
                        Question.TOOK_OVER,
                        Question.REFRAINED,
                        Question.FENCES,
                        Question.STOPPED,
                        Question.GAVE,
                        Question.DROPPED)) {
            assertThat(explained.get(question)).as("%s", question).isNotEmpty();
        }
        assertThat(explained.get(Question.TOOK_OVER))
                .allSatisfy(why -> assertThat(why.turns()).isNotEmpty());
    }

    /**
     * What a node knows is what its last decision left: so a decision that is made again leads to
     * the very state from which the simulated node went on.
     */
    private void follow(NodeState before, Observation seen) {
        NodeState known = expected.get(before.incarnation());
        if (known != null) {
            assertThat(before).isEqualTo(known);
        }
        Decision decision = explainer.decide(before, seen);
        expected.put(before.incarnation(), decision.next());
        if (Worth.isRecorded(before, seen, decision)) {
            recorded++;
            replay(
                    new Entry.Decided(
                            Instant.EPOCH,
                            before,
                            seen,
                            decision.next().role(),
                            Sentences.of(decision.reason())),
                    decision);
        }
    }

    private void replay(Entry.Decided entry, Decision made) {
        Entry.Decided read = readBack(entry);
        Decision again = explainer.decide(read.before(), read.seen());
        assertThat(again.next().role()).isEqualTo(read.role());
        assertThat(again.actions()).isEqualTo(made.actions());
        assertThat(Sentences.of(again.reason())).isEqualTo(read.sentence());
        Bearing bearing = explainer.bearing(read.before(), read.seen());
        boolean begins =
                bearing.isTelling()
                        && Question.CARRIES_ON != bearing.question()
                        && !read.before().reason().getClass().equals(made.reason().getClass());
        if (begins || recorded % EVERY == 0) {
            Explanation why = explainer.explain(read.before(), read.seen());
            assertThat(why.role()).isEqualTo(read.role());
            assertThat(why.sentence()).isEqualTo(read.sentence());
            assertThat(why.turns()).hasSizeLessThanOrEqualTo(3);
            explained.computeIfAbsent(why.question(), _ -> new ArrayList<>()).add(why);
        }
    }

    private Entry.Decided readBack(Entry.Decided entry) {
        try {
            return (Entry.Decided) codec.entry(ByteBuffer.wrap(codec.bytes(entry)));
        } catch (EntryCodec.UnreadableException e) {
            throw new AssertionError(entry.toString(), e);
        }
    }

    /** Of daemons that ran this version, as in the lab: {@code -Dunderstudy.journals=FOLDER}. */
    @Test
    void journalsOfRealDaemonsAreDecidedAlike() throws IOException {
        String folder = System.getProperty("understudy.journals", "");
        assumeTrue(!folder.isEmpty(), "no folder of journals was named");
        int decisions = 0;
        List<String> differences = new ArrayList<>();
        for (Path journal : journals(Path.of(folder))) {
            Replay.Result result = Replay.of(journal);
            decisions += result.decided().size();
            differences.addAll(result.differences());
        }
        assertThat(differences).isEmpty();
        assertThat(decisions).isPositive();
    }

    private static List<Path> journals(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.endsWith("segment-00")).map(Path::getParent).toList();
        }
    }
}
