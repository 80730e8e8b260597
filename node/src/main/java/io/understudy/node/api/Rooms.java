package io.understudy.node.api;

import io.understudy.node.files.Counter;
import io.understudy.node.identity.JoinEndpoint;
import java.util.Optional;

/**
 * Who answers what comes in.
 *
 * @param files empty where this node carries none
 */
public record Rooms(
        Desk desk,
        Lookout lookout,
        JoinEndpoint joining,
        SharedRegister shared,
        Optional<Counter> files) {

    /** Of a node without files. */
    public Rooms(Desk desk, Lookout lookout, JoinEndpoint joining, SharedRegister shared) {
        this(desk, lookout, joining, shared, Optional.empty());
    }
}
