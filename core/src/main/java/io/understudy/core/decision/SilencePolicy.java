package io.understudy.core.decision;

import io.understudy.core.action.Outcome;
import io.understudy.core.decision.RegisterView.Sight;

/** What becomes of the question that the holder was asked before its lease was over. */
@FunctionalInterface
public interface SilencePolicy {

    Worth judge(Sight.Seen seen, FenceView.Asked asked);

    /** What a winner may make of it. */
    enum Worth {
        /** The register has changed since: the holder lived, and is to be asked again. */
        STALE,
        /** No word of it yet. */
        AWAITED,
        /** There was an answer, which says nothing of the next epoch. */
        ANSWERED,
        /** There was none, while the register stood still. */
        SILENT
    }

    /** By the rule: only silence counts, and only of a question that is younger than the value. */
    static Worth standing(Sight.Seen seen, FenceView.Asked asked) {
        if (!seen.since().isBefore(asked.at())) {
            return Worth.STALE;
        }
        return asked.answer().map(SilencePolicy::worth).orElse(Worth.AWAITED);
    }

    private static Worth worth(Outcome answer) {
        return switch (answer) {
            case Outcome.Unknown _, Outcome.Failed _ -> Worth.SILENT;
            case Outcome.Done _, Outcome.Refused _, Outcome.NotYet _ -> Worth.ANSWERED;
        };
    }
}
