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

    /** The answer. */
    sealed interface Verdict {
        /** All are known to have stopped, or silent with their lease over. */
        record Fenced() implements Verdict {}

        /** These are still to be asked, now. */
        record Ask(List<NodeId> nodes) implements Verdict {}

        /** These are awaited, or said that they still serve. */
        record Await(Set<NodeId> nodes, String lastAnswer) implements Verdict {}
    }
}
