package io.understudy.core.pair;

import io.understudy.core.model.ClusterState;
import io.understudy.core.model.Version;
import io.understudy.core.model.Versioned;
import java.util.Optional;

/**
 * What one node sends to the other.
 *
 * @param known the sender's own value; empty where its file never had one
 * @param proposal what it wants to be written, on the other's vote; empty where it only tells
 */
public record Ask(Optional<Versioned> known, Optional<Proposal> proposal) {

    /** A compare-and-set. */
    public record Proposal(Version expected, ClusterState next) {}

    /**
     * The answer.
     *
     * @param known what the answering node has now
     * @param accepted whether the proposal, if there was one, is what it has now
     */
    public record Reply(Optional<Versioned> known, boolean accepted) {}
}
