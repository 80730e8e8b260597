package io.understudy.node.api;

import io.understudy.node.identity.JoinEndpoint;

/** Who answers what comes in. */
public record Rooms(Desk desk, Lookout lookout, JoinEndpoint joining, SharedRegister shared) {}
