package io.understudy.node.api;

import java.util.Optional;

/**
 * A program of somebody else's that this node runs, or would run after a takeover.
 *
 * @param name for people: {@code PostgreSQL} or {@code server}
 * @param version as it says itself; empty where that is not known
 * @param sentence why it is not known
 */
public record ProgramReport(String name, Optional<String> version, Optional<String> sentence) {}
