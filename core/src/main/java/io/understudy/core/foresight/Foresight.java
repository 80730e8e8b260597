package io.understudy.core.foresight;

import io.understudy.core.action.Action;
import io.understudy.core.decision.Decider;
import io.understudy.core.decision.Decision;
import io.understudy.core.decision.NodeState;
import io.understudy.core.decision.Role;
import io.understudy.core.model.FencePlan;
import io.understudy.core.model.Moment;
import io.understudy.core.model.NodeId;
import io.understudy.core.model.Timings;
import io.understudy.core.observation.Observation;
import java.time.Duration;
import java.util.Optional;

/**
 * Makes a node's decisions ahead: by the very {@link Decider} that makes them when it happens, fed
 * with what the node would see if another one fell silent now and nothing else went wrong. So what
 * is promised is what the node would do, and no rule is written twice. Pure; safe for any thread.
 *
 * <pre>
 *   what it knows now --> decide --> actions --> Surmise: how they would end --> decide --> ...
 * </pre>
 */
public final class Foresight {

    /** Far more than a takeover takes: a loop that does not end is a defect, not a long wait. */
    private static final int MOST_DECISIONS = 5_000;

    private final Decider decider;

    public Foresight(Decider decider) {
        this.decider = decider;
    }

    /**
     * What would become of the service; empty where this node's word is not asked: it neither
     * serves nor could take the lost one's place.
     *
     * @param lost another node, which loses its power at {@code now}
     */
    public Optional<Prospect> ifLost(NodeState state, NodeId lost, Moment now) {
        boolean concerned =
                !state.settings().witness()
                        && state.role() != Role.HALTED
                        && state.register()
                                .state()
                                .filter(cluster ->
                                        cluster.isHeldBy(lost) || cluster.isHeldBy(state.self()))
                                .isPresent();
        return concerned ? Optional.of(lived(state, lost, now)) : Optional.empty();
    }

    private Prospect lived(NodeState start, NodeId lost, Moment now) {
        Surmise surmise = new Surmise(start, lost, now);
        NodeState state = start;
        Moment end = now.plus(horizon(start));
        Moment due = now;
        for (int made = 0; made < MOST_DECISIONS && !due.reached(end); made++) {
            Observation seen = surmise.next(due);
            Decision decision = decider.decide(state, seen);
            state = decision.next();
            for (Action action : decision.actions()) {
                surmise.begin(action, seen.at());
            }
            Optional<Prospect> found = surmise.found(state);
            if (found.isPresent()) {
                return found.get();
            }
            due = decision.wakeAt();
        }
        return surmise.unmoved(state);
    }

    /**
     * How far it looks: by then it has happened, or does not without something else, such as the
     * end of a pause.
     */
    public static Duration horizon(NodeState state) {
        Timings timings = state.settings().timings();
        Duration kept =
                state.register()
                        .state()
                        .map(cluster -> cluster.keptFor(timings.ttl()))
                        .orElse(timings.ttl());
        Duration fencing =
                state.settings().fence().methods().stream()
                        .map(FencePlan.Method::deadline)
                        .reduce(timings.fence(), Duration::plus);
        return kept.plus(timings.ttl().multipliedBy(2))
                .plus(timings.streamSilence())
                .plus(timings.drop())
                .plus(fencing);
    }
}
