package io.understudy.node.dashboard;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.understudy.core.model.NodeId;
import io.understudy.node.api.NodeReport;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * All nodes as one of them sees them.
 *
 * @param seenBy whose page it is
 * @param at that node's wall clock, for people
 */
record Snapshot(String cluster, NodeId seenBy, Instant at, Banner banner, List<Piece> nodes) {

    Snapshot {
        nodes = List.copyOf(nodes);
    }

    /**
     * What is known of one node.
     *
     * @param age how old the report is; empty where there never was one
     * @param silence why there is no newer one; empty while it answers
     * @param clock how far its wall clock is ahead of this node's, as far as the way allows to
     *     tell; empty while it does not answer
     * @param uncertain so much of that may be the way
     * @param report the latest
     */
    record Piece(
            NodeId node,
            @JsonProperty("ageMillis") Optional<Duration> age,
            Optional<String> silence,
            @JsonProperty("clockMillis") Optional<Duration> clock,
            @JsonProperty("uncertainMillis") Duration uncertain,
            Optional<NodeReport> report) {}
}
