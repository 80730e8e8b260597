package io.understudy.core.observation;

/** What this node's protected server looked like. */
public sealed interface ServerState {

    /** No process of it is left. */
    record Stopped() implements ServerState {}

    /** A process that does not answer its probe yet. */
    record Starting() implements ServerState {}

    /** It answers its probe. */
    record Healthy() implements ServerState {}

    /** A process that answered once and does no longer. */
    record Unhealthy(String why) implements ServerState {}

    /** It can't be run as it is configured, and a person must act; {@code why} is one sentence. */
    record Unusable(String why) implements ServerState {}

    /** The look did not succeed. */
    record Unknown(String why) implements ServerState {}
}
