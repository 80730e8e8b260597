package io.understudy.core.model;

import java.util.Collections;
import java.util.Set;
import java.util.TreeSet;

/** What a person asked of the cluster, kept in the register until it is done or dropped. */
public sealed interface Request {

    /** Accepts whatever is lost, also where nobody knows how much. */
    long ANY_LOSS = Long.MAX_VALUE;

    record None() implements Request {}

    /**
     * A planned move.
     *
     * @param id of this request, for people and reports
     * @param to who is to be primary
     * @param seen the epoch that the person saw; the request is void in any other
     */
    record Switchover(String id, NodeId to, Epoch seen) implements Request {}

    /**
     * A move after a loss, on a person's word, where the rules alone refuse.
     *
     * @param id of this request, for people and reports
     * @param to who is to be primary
     * @param seen the epoch that the person saw; the request is void in any other
     * @param acceptedLossBytes how much of the log may be lost; 0 accepts no loss
     * @param stopped of which nodes that person has made sure that they do not serve: the word
     *     counts for their receipt in the epoch that was seen, and in no other
     */
    record Failover(String id, NodeId to, Epoch seen, long acceptedLossBytes, Set<NodeId> stopped)
            implements Request {
        public Failover {
            stopped = Collections.unmodifiableSet(new TreeSet<>(stopped));
            if (acceptedLossBytes < 0) {
                throw new IllegalArgumentException(
                        "an accepted loss is 0 or more bytes, but was " + acceptedLossBytes);
            }
        }
    }
}
