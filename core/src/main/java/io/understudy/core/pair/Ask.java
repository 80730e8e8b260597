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
    public record Proposal(Version expected, ClusterState next) {

        /**
         * Whether it may have been written, although this answer did not accept it: a question may
         * come twice, and the second finds what the first has made.
         */
        public boolean mayBeWhatIsThere(Reply answer) {
            return answer.known().filter(found -> found.state().equals(next)).isPresent();
        }
    }

    /**
     * The answer.
     *
     * @param known what the answering node has now
     * @param accepted whether it has now written the proposal, if there was one
     */
    public record Reply(Optional<Versioned> known, boolean accepted) {}
}
