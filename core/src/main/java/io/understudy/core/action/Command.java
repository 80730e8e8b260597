package io.understudy.core.action;

import io.understudy.core.model.Epoch;
import io.understudy.core.model.NodeId;
import java.time.Duration;
import java.util.Collections;
import java.util.Set;
import java.util.TreeSet;

/** What a person asks of a node. */
public sealed interface Command {

    /**
     * Move on purpose, losing nothing.
     *
     * @param id of this request, for people and reports
     * @param seen the epoch that the person saw in the plan
     */
    record Switchover(String id, NodeId to, Epoch seen) implements Command {}

    /**
     * Move after a loss, on the person's word.
     *
     * @param id of this request, for people and reports
     * @param seen the epoch that the person saw in the plan
     * @param acceptedLossBytes how much of the log may be lost
     * @param stopped of which nodes the person has made sure that they do not serve, where a winner
     *     waits for their receipts
     */
    record Failover(String id, NodeId to, Epoch seen, long acceptedLossBytes, Set<NodeId> stopped)
            implements Command {
        public Failover {
            stopped = Collections.unmodifiableSet(new TreeSet<>(stopped));
        }
    }

    /** Let nothing move for this long. */
    record Pause(Duration length, String by) implements Command {}

    record Resume() implements Command {}

    /**
     * End this node's daemon and all that it runs: a primary gives its place to a standby that is
     * in sync first. To start a daemon anew without that, a signal is enough.
     */
    record Leave() implements Command {}

    /**
     * Repair this node's data now, without waiting for the next try.
     *
     * @param copyAnew by a new copy, even where going back might do
     */
    record Rejoin(boolean copyAnew) implements Command {}
}
