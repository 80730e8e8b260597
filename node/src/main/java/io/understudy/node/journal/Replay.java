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

/**
 * Decides again what a journal on a disk says that was decided. It changes nothing there; a daemon
 * may write to it meanwhile.
 */
public final class Replay {

    private static final Decider DECIDER = Decider.standard();
    private static final EntryCodec CODEC = new EntryCodec();

    private Replay() {}

    /**
     * What came of it.
     *
     * @param last the sequence of the last record that was read; where there was none, of the one
     *     after which it began
     * @param decided what was decided again, oldest first
     * @param differences one sentence for each that came out otherwise, and for each record that
     *     can't be read
     */
    public record Result(long last, List<Entry.Decided> decided, List<String> differences) {
        public Result {
            decided = List.copyOf(decided);
            differences = List.copyOf(differences);
        }
    }

    /** Of the whole journal in that folder. */
    public static Result of(Path folder) throws IOException {
        return of(folder, 0);
    }

    /** Of what the journal in that folder has after the record with that sequence. */
    public static Result of(Path folder, long after) throws IOException {
        long last = after;
        List<Entry.Decided> decided = new ArrayList<>();
        List<String> differences = new ArrayList<>();
        for (Located record : Segments.read(new Folder(folder))) {
            if (record.sequence() <= after) {
                continue;
            }
            last = record.sequence();
            try {
                if (CODEC.entry(record.payload()) instanceof Entry.Decided one) {
                    decided.add(one);
                    difference(folder, one, differences);
                }
            } catch (UnreadableException e) {
                differences.add(
                        "%s: record %d can't be read: %s".formatted(folder, last, e.getMessage()));
            }
        }
        return new Result(last, decided, differences);
    }

    private static void difference(Path folder, Entry.Decided one, List<String> differences) {
        Decision again = DECIDER.decide(one.before(), one.seen());
        String sentence = Sentences.of(again.reason());
        if (again.next().role() != one.role() || !sentence.equals(one.sentence())) {
            differences.add(
                    "%s at %s: recorded %s, %s; replayed %s, %s"
                            .formatted(
                                    folder,
                                    one.time(),
                                    one.role(),
                                    one.sentence(),
                                    again.next().role(),
                                    sentence));
        }
    }
}
