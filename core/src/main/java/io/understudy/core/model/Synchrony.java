package io.understudy.core.model;

import java.util.Collections;
import java.util.Set;
import java.util.TreeSet;

/** Which other nodes are known to hold every commit that the holder has acknowledged. */
public sealed interface Synchrony {

    /** Nobody else: the holder acknowledges commits alone. */
    record Solo() implements Synchrony {}

    /**
     * The holder waits for these nodes before it acknowledges a commit.
     *
     * @param nodes never the holder; empty while a strict holder waits for its first standby and
     *     acknowledges nothing
     */
    record InSync(Set<NodeId> nodes) implements Synchrony {
        public InSync {
            nodes = Collections.unmodifiableSet(new TreeSet<>(nodes));
        }
    }

    /**
     * Replication does not wait; a standby may take over within the lag limit of the configuration.
     */
    record Asynchronous() implements Synchrony {}

    /** Whether the node is known to hold every acknowledged commit. */
    default boolean includes(NodeId node) {
        return this instanceof InSync(Set<NodeId> nodes) && nodes.contains(node);
    }
}
