package io.understudy.core.notice;

import io.understudy.core.model.Epoch;
import io.understudy.core.model.NodeId;
import java.util.Optional;

/**
 * What a node knows that its decisions do not turn on.
 *
 * @param certificateDays how many whole days its certificate is good for
 * @param disk what is wrong with the database's disk; one sentence
 * @param journal why its journal misses records, while it does; one sentence
 * @param move the latest report of a move that this node took and completed
 */
public record Beside(
        long certificateDays,
        Optional<String> disk,
        Optional<String> journal,
        Optional<Move> move) {

    /** Nothing is wrong, and nothing was reported. */
    public static final Beside QUIET =
            new Beside(Long.MAX_VALUE, Optional.empty(), Optional.empty(), Optional.empty());

    /**
     * A move.
     *
     * @param epoch that it made
     * @param planned whether the one before gave its place away
     * @param harmless whether nothing can be lost by it
     * @param from who had it before
     * @param why one sentence
     * @param course how long it took and what was at risk, for people
     */
    public record Move(
            Epoch epoch,
            boolean planned,
            boolean harmless,
            NodeId from,
            String why,
            String course) {}
}
