package io.understudy.node.api;

import io.understudy.node.files.Counter;
import io.understudy.node.identity.JoinEndpoint;
import io.understudy.node.users.UserFile;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Who answers what comes in.
 *
 * @param files empty where this node carries none
 * @param users who may log in to the page; empty in tests of anything else
 * @param oldFiles a GoCD's files, for old scripts; empty where those are not answered
 */
public record Rooms(
        Desk desk,
        Lookout lookout,
        JoinEndpoint joining,
        SharedRegister shared,
        Optional<Counter> files,
        Optional<UserFile> users,
        Optional<Supplier<OldFiles>> oldFiles) {

    /** Of a node that answers no old scripts. */
    public Rooms(
            Desk desk,
            Lookout lookout,
            JoinEndpoint joining,
            SharedRegister shared,
            Optional<Counter> files,
            Optional<UserFile> users) {
        this(desk, lookout, joining, shared, files, users, Optional.empty());
    }

    /** Of a node without files. */
    public Rooms(Desk desk, Lookout lookout, JoinEndpoint joining, SharedRegister shared) {
        this(desk, lookout, joining, shared, Optional.empty(), Optional.empty());
    }
}
