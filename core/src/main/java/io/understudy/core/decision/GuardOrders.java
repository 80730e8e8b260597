package io.understudy.core.decision;

import io.understudy.core.action.Action.OnGuard;
import io.understudy.core.model.Moment;
import java.util.Optional;

/** What the guard of this node is told. */
@FunctionalInterface
public interface GuardOrders {

    /** What to tell it now; empty where it knows. */
    Optional<OnGuard> next(NodeState state, Moment now);
}
