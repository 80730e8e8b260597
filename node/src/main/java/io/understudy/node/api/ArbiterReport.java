package io.understudy.node.api;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Duration;
import java.util.Optional;

/**
 * How it stands with the arbiter.
 *
 * @param place of this node's own vote, or of what it has instead
 * @param member the same, for people
 * @param ensemble while it is connected to one outside of the nodes
 * @param lastContact how long ago the arbiter last answered; empty where it never has
 * @param silence why it does not answer, while it does not
 * @param ifLost of two nodes without a third vote: what happens when one is lost, for people
 */
public record ArbiterReport(
        Place place,
        String member,
        Optional<EnsembleReport> ensemble,
        @JsonProperty("lastContactMillis") Optional<Duration> lastContact,
        Optional<String> silence,
        Optional<String> ifLost) {

    /** What a node is to the register. */
    public enum Place {
        /** Its own member of the ensemble leads. */
        LEADING,
        /** Its own member of the ensemble follows. */
        FOLLOWING,
        /** Its own member of the ensemble knows no leader. */
        LOOKING,
        /** Its own member of the ensemble has given up. */
        FAILED,
        /** A member of an ensemble outside of the nodes serves it. */
        CONNECTED,
        /** No member of an ensemble outside of the nodes serves it. */
        APART,
        /** The one other node that shares the register answers. */
        PAIRED,
        /** The one other node that shares the register does not answer. */
        ALONE
    }
}
