package io.understudy.core.decision;

import io.understudy.core.model.Moment;
import io.understudy.core.model.NodeId;
import io.understudy.core.model.Phase;
import java.util.List;
import java.util.Set;

/** What is needed before a winner may become active. */
@FunctionalInterface
public interface FencePolicy {

    /** Judges for the holder of a valid lease in that phase. */
    Verdict judge(NodeState state, Phase.Fencing phase, Moment now);

    /**
     * One thing to try.
     *
     * @param method its name in the plan
     * @param again whether it begins a new round of all methods
     */
    record Question(NodeId node, String method, boolean again) {}

    /** The answer. */
    sealed interface Verdict {
        /** All are known to have stopped, or silent with their lease over where that is enough. */
        record Fenced() implements Verdict {}

        /** These are still to be tried, now. */
        record Ask(List<Question> questions) implements Verdict {}

        /** These are awaited, or said that they still serve, or have given no receipt. */
        record Await(Set<NodeId> nodes) implements Verdict {}
    }
}
