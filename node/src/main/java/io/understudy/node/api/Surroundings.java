package io.understudy.node.api;

import io.understudy.core.model.Moment;
import java.util.Optional;

/**
 * What a report says beside the node's state.
 *
 * @param about the node itself
 * @param now on the monotonic clock of the state's moments
 * @param sentence the state's reason, for people
 * @param trail of this node's log, while it is primary
 * @param arbiter how this node's own vote stands
 * @param guard empty on a witness
 * @param journal why it misses records, while it does
 * @param fence empty on a witness
 */
public record Surroundings(
        About about,
        Moment now,
        String sentence,
        LogTrail trail,
        Vote arbiter,
        Optional<GuardReport> guard,
        Optional<String> journal,
        Optional<FenceReport> fence) {

    /**
     * This node's own vote.
     *
     * @param place what it is doing
     * @param member the same, for people
     * @param ensemble outside of the nodes, where it is connected to one
     * @param lastAnswer when the arbiter last answered a read or a write
     * @param calls how long its answers took
     */
    public record Vote(
            ArbiterReport.Place place,
            String member,
            Optional<EnsembleReport> ensemble,
            Optional<Moment> lastAnswer,
            Optional<CallsReport> calls) {

        /** Of a node that counts no calls. */
        public Vote(
                ArbiterReport.Place place,
                String member,
                Optional<EnsembleReport> ensemble,
                Optional<Moment> lastAnswer) {
            this(place, member, ensemble, lastAnswer, Optional.empty());
        }
    }
}
