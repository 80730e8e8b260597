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
 * @param calls how long its answers took; empty where an older version answers
 */
public record ArbiterReport(
        Place place,
        String member,
        Optional<EnsembleReport> ensemble,
        @JsonProperty("lastContactMillis") Optional<Duration> lastContact,
        Optional<String> silence,
        Optional<String> ifLost,
        Optional<CallsReport> calls) {

    /** Of a node that counts no calls. */
    public ArbiterReport(
            Place place,
            String member,
            Optional<EnsembleReport> ensemble,
            Optional<Duration> lastContact,
            Optional<String> silence,
            Optional<String> ifLost) {
        this(place, member, ensemble, lastContact, silence, ifLost, Optional.empty());
    }

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
