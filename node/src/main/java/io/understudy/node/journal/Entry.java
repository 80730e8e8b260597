package io.understudy.node.journal;

import io.understudy.core.decision.NodeState;
import io.understudy.core.decision.Role;
import io.understudy.core.model.Incarnation;
import io.understudy.core.model.NodeId;
import io.understudy.core.observation.Observation;
import java.time.Instant;

/** One record of the journal. Times are this node's wall clock, for people. */
public sealed interface Entry {

    Instant time();

    /**
     * A daemon began.
     *
     * @param boot which start of the host, as its kernel names it
     */
    record Began(Instant time, NodeId node, String version, Incarnation incarnation, String boot)
            implements Entry {}

    /**
     * A decision that changed something. Deciding on {@code before} and {@code seen} again, by the
     * same version, gives the same decision.
     *
     * @param role what the node was at from then on
     * @param sentence why, for people, and for a version whose rules are others
     */
    record Decided(Instant time, NodeState before, Observation seen, Role role, String sentence)
            implements Entry {}

    /**
     * So many records before this one could not be written.
     *
     * @param why of the first of them, one sentence
     */
    record Missed(Instant time, long records, String why) implements Entry {}

    /**
     * A part of the journal was damaged and is kept aside.
     *
     * @param sentence where it was and where it is now
     */
    record Damaged(Instant time, String sentence) implements Entry {}

    /**
     * A daemon ended; one that was killed leaves none.
     *
     * @param sentence why
     */
    record Ended(Instant time, String sentence) implements Entry {}
}
