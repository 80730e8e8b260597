package io.understudy.core.decision;

import io.understudy.core.action.Action;
import io.understudy.core.action.Durable;
import io.understudy.core.explain.Reason;
import io.understudy.core.model.Moment;
import java.util.List;

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
}
