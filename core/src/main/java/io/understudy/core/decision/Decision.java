package io.understudy.core.decision;

import io.understudy.core.action.Action;
import io.understudy.core.action.Durable;
import io.understudy.core.explain.Reason;
import io.understudy.core.model.ClusterState;
import io.understudy.core.model.Moment;
import java.util.List;
import java.util.Optional;

/**
 * What follows from one observation.
 *
 * @param next what the node knows and is now
 * @param persist what must be on disk before any of the actions is run
 * @param actions to be run in this order, without waiting for one to end before the next begins
 * @param reason why
 * @param wakeAt when to hand in a tick, if nothing else was seen before
 */
public record Decision(
        NodeState next, List<Durable> persist, List<Action> actions, Reason reason, Moment wakeAt) {

    public Decision {
        persist = List.copyOf(persist);
        actions = List.copyOf(actions);
    }

    /**
     * Whether a move has come further, so that what was looked at a while ago has changed or will
     * soon: a successor waits for nothing but to see that it has the final position.
     *
     * @param before what the node knew
     */
    public boolean asksForLooks(NodeState before) {
        Optional<ClusterState> register = next.register().state();
        Optional<ClusterState> old = before.register().state();
        return !register.map(ClusterState::phase).equals(old.map(ClusterState::phase))
                || !register.map(ClusterState::request).equals(old.map(ClusterState::request));
    }
}
