package io.understudy.node.journal;

import io.understudy.core.decision.Decider;
import io.understudy.core.decision.Decision;
import io.understudy.core.explain.Sentences;
import io.understudy.node.journal.EntryCodec.UnreadableException;
import io.understudy.node.journal.Segment.Located;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Decides again what a journal on a disk says that was decided. It changes nothing there. */
public final class Replay {

    private static final Decider DECIDER = Decider.standard();
    private static final EntryCodec CODEC = new EntryCodec();

    private Replay() {}

    /**
     * What came of it.
     *
     * @param decisions how many were made again
     * @param differences one sentence for each that came out otherwise
     */
    public record Result(int decisions, List<String> differences) {}

    /** Of the journal in that folder. */
    public static Result of(Path folder) throws IOException {
        int decisions = 0;
        List<String> differences = new ArrayList<>();
        for (Located record : Segments.read(new Folder(folder))) {
            if (entry(record) instanceof Entry.Decided decided) {
                decisions++;
                Decision decision = DECIDER.decide(decided.before(), decided.seen());
                String sentence = Sentences.of(decision.reason());
                if (decision.next().role() != decided.role()
                        || !sentence.equals(decided.sentence())) {
                    differences.add(
                            "%s at %s: recorded %s, %s; replayed %s, %s"
                                    .formatted(
                                            folder,
                                            decided.time(),
                                            decided.role(),
                                            decided.sentence(),
                                            decision.next().role(),
                                            sentence));
                }
            }
        }
        return new Result(decisions, differences);
    }

    private static Entry entry(Located record) {
        try {
            return CODEC.entry(record.payload());
        } catch (UnreadableException e) {
            throw new AssertionError("a record of this version can't be read", e);
        }
    }
}
