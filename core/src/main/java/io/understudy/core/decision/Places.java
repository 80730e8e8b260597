package io.understudy.core.decision;

import io.understudy.core.model.NodeId;
import java.util.Map;
import java.util.Optional;

/**
 * Where each node has the virtual address while it is primary, for the plans that people read.
 *
 * @param addresses such as {@code 192.0.2.50/24 on eth0}; empty where there is none
 */
public record Places(Map<NodeId, String> addresses) {

    public static final Places NONE = new Places(Map.of());

    public Places {
        addresses = Map.copyOf(addresses);
    }

    Optional<String> leaving(NodeId node) {
        return Optional.ofNullable(addresses.get(node))
                .map(place -> "let the address go on %s: %s".formatted(node, place));
    }

    /** What a node begins with as primary. */
    String serving(NodeId node) {
        String place = addresses.get(node);
        return place == null
                ? "promote the database and start the server on " + node
                : "promote the database, take the address and start the server on %s: %s"
                        .formatted(node, place);
    }
}
