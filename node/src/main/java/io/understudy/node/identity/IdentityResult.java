package io.understudy.node.identity;

/** What became of reading a node's identity. */
public sealed interface IdentityResult {

    record Usable(Identity identity) implements IdentityResult {}

    /** The node must not start; {@code why} is one sentence that says what to do. */
    record Unusable(String why) implements IdentityResult {}
}
