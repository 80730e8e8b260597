package io.understudy.node.api;

import io.understudy.core.counterfactual.Explanation;
import io.understudy.core.model.NodeId;
import java.time.Instant;
import java.util.Optional;

/**
 * Why one node decided as it did.
 *
 * @param node whose decision it is
 * @param decision the one that was asked about; empty where none is kept
 * @param note what is to be known beside it, one sentence: that none is kept, or that the journal
 *     lacks something
 */
public record WhyAnswer(NodeId node, Optional<Told> decision, Optional<String> note) {

    /**
     * A decision, explained.
     *
     * @param time wall clock of that node
     * @param explanation by the rules of this version
     * @param recorded what the record says, where this version decides otherwise
     */
    public record Told(Instant time, Explanation explanation, Optional<String> recorded) {}

    /** Nothing is kept that could tell. */
    public static WhyAnswer nothing(NodeId node, String note) {
        return new WhyAnswer(node, Optional.empty(), Optional.of(note));
    }
}
