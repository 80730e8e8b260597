package io.understudy.core.counterfactual;

import io.understudy.core.decision.Decision;
import io.understudy.core.decision.NodeState;
import io.understudy.core.decision.Role;
import io.understudy.core.explain.Reason;
import io.understudy.core.model.ClusterState;
import io.understudy.core.model.Epoch;
import java.util.Optional;

/**
 * Where a decision belongs, to find the one that people ask about.
 *
 * @param move the epoch that a move makes, or is to make, which begins or ends for this node here
 * @param epoch the highest that the node had seen from then on
 * @param reachesEpoch whether it had seen none as high before
 */
public record Bearing(
        Question question,
        Role was,
        Role role,
        Optional<Epoch> move,
        Epoch epoch,
        boolean reachesEpoch) {

    static Bearing of(NodeState before, Decision decision) {
        NodeState after = decision.next();
        return new Bearing(
                Question.of(before, decision),
                before.role(),
                after.role(),
                move(before, decision),
                after.seenEpoch(),
                after.seenEpoch().isAfter(before.seenEpoch()));
    }

    private static Optional<Epoch> move(NodeState before, Decision decision) {
        boolean served = before.role() == Role.ACTIVE || before.role() == Role.PROMOTING;
        return switch (decision.reason()) {
            case Reason.TakingOver(var _, Epoch made, var _) -> Optional.of(made);
            case Reason.PrimacyLost(var _, Epoch made) -> Optional.of(made);
            case Reason.LeaseRanOut(Epoch lost) -> Optional.of(lost.next());
            case Reason _ when served && Question.of(before, decision) == Question.GAVE ->
                    decision.next().register().state().map(ClusterState::epoch).map(Epoch::next);
            case Reason _ -> Optional.empty();
        };
    }

    /** Whether the node changed what it is at, or people ask something of what it decided. */
    public boolean isTelling() {
        return question != Question.CARRIES_ON && was != Role.STARTING;
    }
}
