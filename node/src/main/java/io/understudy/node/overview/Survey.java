package io.understudy.node.overview;

import io.understudy.core.model.NodeId;
import io.understudy.node.api.NodeReport;
import io.understudy.node.peer.PeerAnswer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Asks all nodes at the same time how they are.
 *
 * @param nodes in the order of the configuration
 * @param question asks one; bounded in time, throws nothing
 */
public record Survey(List<NodeId> nodes, Question question) {

    public Survey {
        nodes = List.copyOf(nodes);
    }

    /** How one node is. */
    @FunctionalInterface
    public interface Question {
        PeerAnswer<NodeReport> ask(NodeId node);
    }

    /** Blocks until the slowest has answered, or has not in time. */
    public Overview overview() {
        Map<NodeId, CompletableFuture<PeerAnswer<NodeReport>>> asked = new LinkedHashMap<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (NodeId node : nodes) {
                asked.put(node, CompletableFuture.supplyAsync(() -> question.ask(node), threads));
            }
        }
        return new Overview(
                asked.entrySet().stream()
                        .map(entry -> Sighting.of(entry.getKey(), entry.getValue().join()))
                        .toList());
    }
}
