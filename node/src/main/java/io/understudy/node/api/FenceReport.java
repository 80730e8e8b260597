package io.understudy.node.api;

import io.understudy.core.model.NodeId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * By what a node would make sure that others have stopped.
 *
 * @param required whether it takes over only with a receipt
 * @param ways each method against each node, in the order in which they are tried
 */
public record FenceReport(boolean required, List<Way> ways) {

    public FenceReport {
        ways = List.copyOf(ways);
    }

    /**
     * One method against one node.
     *
     * @param test the last one; empty where it was never tried
     * @param said what it said when it was last used by this run of the daemon
     */
    public record Way(NodeId node, String method, Optional<Test> test, Optional<String> said) {}

    /**
     * A test.
     *
     * @param at by the node's wall clock
     * @param why it was not proved; empty where it was
     */
    public record Test(Instant at, Optional<String> why) {}
}
