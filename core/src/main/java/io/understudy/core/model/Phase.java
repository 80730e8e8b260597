package io.understudy.core.model;

import java.time.Duration;
import java.util.Set;

/** How far the holder's primacy has come. */
public sealed interface Phase {

    /**
     * The holder has won the epoch and serves nothing yet: the nodes named must first be known to
     * have stopped.
     *
     * @param toFence whom the holder, or whoever follows it, must fence; empty where the one before
     *     it had stopped and released its place
     * @param lastActive the node that was last active; its data is complete, since nobody wrote
     *     after it
     */
    record Fencing(Set<NodeId> toFence, NodeId lastActive) implements Phase {
        public Fencing {
            toFence = Set.copyOf(toFence);
        }
    }

    /** The holder serves, or is on its way to it: only it may have a database that takes writes. */
    record Active() implements Phase {}

    /**
     * The holder serves, and its daemon is away on purpose, to be started again: what it runs goes
     * on under its guard, and nobody takes over before nothing has changed for that long. The
     * holder's own time ends earlier by a fifth, for clocks that run at different rates.
     *
     * @param length at least a ttl
     */
    record Away(Duration length) implements Phase {}

    /**
     * The holder has stopped and gives its place away.
     *
     * @param successor who may take over at once; after a whole ttl any other eligible node may,
     *     too
     * @param finalPosition the end of the holder's log, which the successor must have before it
     *     takes over
     */
    record Ceded(NodeId successor, LogPosition finalPosition) implements Phase {}
}
