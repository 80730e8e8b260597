package io.understudy.node.why;

import io.understudy.core.counterfactual.Bearing;
import io.understudy.core.counterfactual.Question;
import io.understudy.core.decision.Role;
import io.understudy.core.model.Epoch;
import io.understudy.node.api.WhyQuestion;
import io.understudy.node.journal.Entry;
import java.time.Instant;
import java.util.Optional;

/** Looks for one decision among all, the newest first. For one thread. */
abstract class Search {

    private Optional<Entry.Decided> found = Optional.empty();

    static Search of(WhyQuestion question) {
        return switch (question) {
            case WhyQuestion.Change() -> new LatestChange();
            case WhyQuestion.Last() -> new Before(Instant.MAX);
            case WhyQuestion.At(Instant time) -> new Before(time);
            case WhyQuestion.Move(Epoch number) -> new OfMove(number);
        };
    }

    /** Takes one more, an older one; whether older ones may matter. */
    abstract boolean goesOn(Entry.Decided decided, Bearing bearing);

    Optional<Entry.Decided> found() {
        return found;
    }

    final void find(Entry.Decided decided) {
        found = Optional.of(decided);
    }

    /** The newest that is not after a moment. */
    private static final class Before extends Search {
        private final Instant time;

        Before(Instant time) {
            this.time = time;
        }

        @Override
        boolean goesOn(Entry.Decided decided, Bearing bearing) {
            if (decided.time().isAfter(time)) {
                return true;
            }
            find(decided);
            return false;
        }
    }

    /**
     * The latest decision of which people ask something, and of several in a row that of which they
     * ask it; where nobody asks anything, the latest of all.
     */
    private static final class LatestChange extends Search {
        private Optional<Question> asked = Optional.empty();
        private boolean began;

        @Override
        boolean goesOn(Entry.Decided decided, Bearing bearing) {
            if (asked.isPresent()) {
                boolean same = asked.get() == bearing.question() && !bearing.question().lasts();
                if (same) {
                    find(decided);
                }
                return same;
            }
            if (bearing.isTelling()) {
                asked = Optional.of(bearing.question());
                find(decided);
            } else if (!began) {
                began = true;
                find(decided);
            }
            return true;
        }
    }

    /**
     * Where this node took part, the first of the latest decisions that made the move; else why it
     * kept out of it, or when it heard of it.
     */
    private static final class OfMove extends Search {
        private final Epoch number;
        private boolean tookPart;
        private boolean refrained;

        OfMove(Epoch number) {
            this.number = number;
        }

        @Override
        boolean goesOn(Entry.Decided decided, Bearing bearing) {
            if (bearing.move().filter(number::equals).isPresent()) {
                tookPart = true;
                find(decided);
                return true;
            }
            if (tookPart) {
                return !isSettled(bearing.was());
            }
            if (bearing.question() == Question.REFRAINED
                    && bearing.epoch().next().equals(number)
                    && !refrained) {
                refrained = true;
                find(decided);
            } else if (!refrained && bearing.reachesEpoch() && bearing.epoch().equals(number)) {
                find(decided);
            }
            return !number.isAfter(bearing.epoch().next());
        }

        private static boolean isSettled(Role role) {
            return role == Role.ACTIVE || role == Role.STANDBY || role == Role.WITNESS;
        }
    }
}
