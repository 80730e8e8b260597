package io.understudy.core.observation;

/** What this node's protected server looked like. */
public sealed interface ServerState {

    /**
     * No process of it is left.
     *
     * @param lastWords what it left for people: its exit status and the last line of its log; blank
     *     where there is nothing to tell
     */
    record Stopped(String lastWords) implements ServerState {
        public Stopped() {
            this("");
        }
    }

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
