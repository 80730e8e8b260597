package io.understudy.node.api;

import io.understudy.node.files.Counter;
import io.understudy.node.identity.JoinEndpoint;
import io.understudy.node.users.UserFile;
import java.util.Optional;

/**
 * Who answers what comes in.
 *
 * @param files empty where this node carries none
 * @param users who may log in to the page; empty in tests of anything else
 */
public record Rooms(
        Desk desk,
        Lookout lookout,
        JoinEndpoint joining,
        SharedRegister shared,
        Optional<Counter> files,
        Optional<UserFile> users) {

    /** Of a node without files. */
    public Rooms(Desk desk, Lookout lookout, JoinEndpoint joining, SharedRegister shared) {
        this(desk, lookout, joining, shared, Optional.empty(), Optional.empty());
    }
}
