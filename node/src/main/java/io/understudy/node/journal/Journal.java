package io.understudy.node.journal;

import io.understudy.core.decision.Decision;
import io.understudy.core.decision.NodeState;
import io.understudy.core.observation.Observation;
import java.util.Optional;

/** Keeps what a node decides, before anybody sees it. */
@FunctionalInterface
public interface Journal {

    /** Keeps nothing: for a loop whose past nobody asks for. */
    Journal NONE = (_, _, _) -> {};

    /**
     * Returns once the decision is on disk, if it is one that is kept; or once it is clear that the
     * disk can't take it, or takes too long: recording never keeps a node from serving, and never
     * from stopping to serve. Throws nothing. For the loop's thread.
     */
    void record(NodeState before, Observation seen, Decision decision);

    /** Why records are missed, or late, while they are; one sentence. Any thread may call. */
    default Optional<String> trouble() {
        return Optional.empty();
    }
}
