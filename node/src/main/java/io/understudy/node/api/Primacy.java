package io.understudy.node.api;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.understudy.core.model.Epoch;
import io.understudy.core.model.LogPosition;
import io.understudy.core.model.NodeId;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Who is primary.
 *
 * @param phase {@code fencing}, {@code active} or {@code ceded}
 * @param inSync the nodes that have every acknowledged commit; empty where none is known to
 * @param synchrony who is in sync or why nobody is, one sentence
 * @param pause empty where the cluster may move by itself
 * @param request what a person asked and is not done yet, one sentence
 * @param position the end of the primary's log, as of its latest renewal
 * @param automaticMoves how many moves came in a row without a person
 * @param serverFailed the nodes on which the server has used up its restarts
 */
public record Primacy(
        Epoch epoch,
        NodeId holder,
        String phase,
        List<NodeId> inSync,
        String synchrony,
        Optional<Pause> pause,
        Optional<String> request,
        LogPosition position,
        int automaticMoves,
        List<NodeId> serverFailed) {
    public Primacy {
        inSync = List.copyOf(inSync);
        serverFailed = List.copyOf(serverFailed);
    }

    /** Nothing moves for that long, on this node's clock. */
    public record Pause(String by, @JsonProperty("leftMillis") Duration left) {}
}
