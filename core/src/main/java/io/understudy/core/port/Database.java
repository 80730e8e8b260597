package io.understudy.core.port;

import io.understudy.core.action.Outcome;
import io.understudy.core.action.StopMode;
import io.understudy.core.model.NodeId;
import io.understudy.core.observation.DatabaseState;
import java.time.Duration;
import java.util.Set;

/**
 * This node's database. Calls block at most about as long as their deadline and never throw for
 * what a database, a disk or a network can do. All are safe to repeat: already so is {@link
 * Outcome.Done}. One thread at a time calls, except for {@link #stop}, which may be called at any
 * time and makes what else is under way fail.
 *
 * <p>Before a new action begins, and in a stop, whatever is left of an earlier unanswered action
 * (one that ended as {@link Outcome.Unknown}) is dead: it does not take effect later. An action
 * that asks for the very same may go on with it instead. An action called before a stop has
 * returned takes no effect after the stop has.
 */
public interface Database {

    DatabaseState look(Duration deadline);

    /**
     * Starts data that was last a primary's as a primary; refuses data that would start as a
     * standby.
     */
    Outcome startPrimary(Set<NodeId> waitsFor, Duration deadline);

    /**
     * Starts as a standby of that node, or turns a running standby to it; refuses data that was a
     * primary's.
     */
    Outcome startStandby(NodeId upstream, Duration deadline);

    /**
     * Makes a running standby a primary whose commits wait for those nodes, from its very first
     * commit on.
     */
    Outcome promote(Set<NodeId> waitsFor, Duration deadline);

    /** Makes commits of a running primary wait for those nodes. Done once every backend obeys. */
    Outcome waitFor(Set<NodeId> nodes, Duration deadline);

    /**
     * Stops; done once no process of it is left, but for some that were killed, wait in the kernel
     * and will never do anything again: a look shows {@link DatabaseState.Unusable} until they are
     * gone. Orderly within the deadline, else at once, and then {@code Failed}.
     */
    Outcome stop(StopMode mode, Duration deadline);

    /**
     * Makes stopped data that has left the primary's history a standby's again, by going back to
     * where they parted. Refused where that can't be done and a new copy is needed; not yet where
     * the source does not answer as a primary; failed where it may work later.
     */
    Outcome rewind(NodeId source, Duration deadline, Progress progress);

    /**
     * Replaces the data by a new copy of the primary's; what was there is kept aside until the copy
     * is whole. Not yet where the source does not answer as a primary.
     */
    Outcome copyAnew(NodeId source, Duration deadline, Progress progress);
}
