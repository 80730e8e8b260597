package io.understudy.node.arbiter;

/** What this node's member of the ensemble is doing. */
public sealed interface ArbiterStatus {

    record Leader() implements ArbiterStatus {}

    record Follower() implements ArbiterStatus {}

    /** It has no majority with it, or does not yet know who leads one. */
    record Looking() implements ArbiterStatus {}

    /**
     * It has given up and does not come back by itself.
     *
     * @param why one sentence for a person
     */
    record Failed(String why) implements ArbiterStatus {}
}
