package io.understudy.node.why;

import io.understudy.core.counterfactual.Explainer;
import io.understudy.core.counterfactual.Explanation;
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
        Oldest oldest = new Oldest();
        try {
            journal.backwards(entry -> {
                oldest.saw(entry);
                return !(entry instanceof Entry.Decided decided)
                        || search.goesOn(
                                decided, explainer.bearing(decided.before(), decided.seen()));
            });
        } catch (IOException e) {
            LOG.warn("the journal can't be read: {}", e.getMessage());
            return WhyAnswer.nothing(
                    self, "Its journal can't be read: " + e.getMessage() + "; its log says more.");
        }
        return search.found()
                .map(this::told)
                .orElseGet(() -> WhyAnswer.nothing(self, missing(question, oldest)));
    }

    private WhyAnswer told(Entry.Decided decided) {
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
        return new WhyAnswer(
                self,
                Optional.of(new WhyAnswer.Told(decided.time(), explanation, recorded)),
                journal.trouble());
    }

    private static String missing(WhyQuestion question, Oldest oldest) {
        String kept =
                oldest.time()
                        .map(time -> "its journal goes back to " + time)
                        .orElse("its journal is empty");
        return switch (question) {
            case WhyQuestion.Change(), WhyQuestion.Last() -> "Nothing to tell: " + kept + ".";
            case WhyQuestion.At(Instant time) ->
                    "Nothing is kept of %s or before: %s.".formatted(time, kept);
            case WhyQuestion.Move(var number) ->
                    "Nothing is kept of move %s: %s.".formatted(number, kept);
        };
    }

    /** How far back the search went. */
    private static final class Oldest {
        private Optional<Instant> time = Optional.empty();

        void saw(Entry entry) {
            time = Optional.of(entry.time());
        }

        Optional<Instant> time() {
            return time;
        }
    }
}
