package io.understudy.node.why;

import io.understudy.core.counterfactual.Bearing;
import io.understudy.core.counterfactual.Explainer;
import io.understudy.core.counterfactual.Explanation;
import io.understudy.core.model.Epoch;
import io.understudy.core.model.NodeId;
import io.understudy.node.api.WhyAnswer;
import io.understudy.node.api.WhyQuestion;
import io.understudy.node.journal.DiskJournal;
import io.understudy.node.journal.Entry;
import java.io.IOException;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds the decision that is asked about in this node's journal, and explains it by deciding again.
 * Any thread may call; a call reads the journal from its end, in the worst case all of its eight
 * megabytes, and throws nothing for what a disk can do.
 */
public final class Inquest implements Function<WhyQuestion, WhyAnswer> {

    private static final Logger LOG = LoggerFactory.getLogger(Inquest.class);

    private final NodeId self;
    private final DiskJournal journal;
    private final Explainer explainer = Explainer.standard();

    public Inquest(NodeId self, DiskJournal journal) {
        this.self = self;
        this.journal = journal;
    }

    @Override
    public WhyAnswer apply(WhyQuestion question) {
        Search search = Search.of(question);
        Reach reach = new Reach();
        Optional<String> note = Optional.empty();
        try {
            int unreadable =
                    journal.backwards(entry -> {
                        if (!(entry instanceof Entry.Decided decided)) {
                            return true;
                        }
                        Bearing bearing = explainer.bearing(decided.before(), decided.seen());
                        reach.saw(decided, bearing);
                        return search.goesOn(decided, bearing);
                    });
            note = unreadable == 0 ? journal.trouble() : Optional.of(passedOver(unreadable));
        } catch (IOException e) {
            LOG.warn("the journal can't be read: {}", e.getMessage());
            return WhyAnswer.nothing(
                    self, "Its journal can't be read: " + e.getMessage() + "; its log says more.");
        }
        Optional<WhyAnswer.Told> told = search.found().map(this::told);
        String lacking = note.map(more -> " " + more).orElse("");
        return told.isPresent()
                ? new WhyAnswer(self, told, note)
                : WhyAnswer.nothing(self, missing(question, reach) + lacking);
    }

    private static String passedOver(int records) {
        return "%d %s of its journal %s passed over, written by a version that this one can't read."
                .formatted(
                        records,
                        records == 1 ? "record" : "records",
                        records == 1 ? "was" : "were");
    }

    private WhyAnswer.Told told(Entry.Decided decided) {
        Explanation explanation = explainer.explain(decided.before(), decided.seen());
        boolean alike =
                explanation.role() == decided.role()
                        && explanation.sentence().equals(decided.sentence());
        Optional<String> recorded =
                alike
                        ? Optional.empty()
                        : Optional.of(
                                "%s: %s"
                                        .formatted(
                                                decided.role().name().toLowerCase(Locale.ROOT),
                                                decided.sentence()));
        return new WhyAnswer.Told(decided.time(), explanation, recorded);
    }

    private static String missing(WhyQuestion question, Reach reach) {
        if (reach.oldest.isEmpty()) {
            return "Nothing to tell: its journal is empty.";
        }
        String kept = "its journal goes back to " + reach.oldest.get();
        return switch (question) {
            case WhyQuestion.Change(), WhyQuestion.Last() -> "Nothing to tell: " + kept + ".";
            case WhyQuestion.At(Instant time) ->
                    "Nothing is kept of %s or before: %s.".formatted(time, kept);
            case WhyQuestion.Move(Epoch number)
                    when reach.newest.filter(number::isAfter).isPresent() ->
                    "It has heard of no move %s: the latest is %s."
                            .formatted(number, reach.newest.get());
            case WhyQuestion.Move(Epoch number) ->
                    "Nothing is kept of move %s any more.".formatted(number);
        };
    }

    /** What the search came by. */
    private static final class Reach {
        private Optional<Instant> oldest = Optional.empty();
        private Optional<Epoch> newest = Optional.empty();

        void saw(Entry.Decided decided, Bearing bearing) {
            oldest = Optional.of(decided.time());
            newest = newest.or(() -> Optional.of(bearing.epoch()));
        }
    }
}
