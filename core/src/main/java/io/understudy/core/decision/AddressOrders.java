package io.understudy.core.decision;

import io.understudy.core.action.Action.TakeAddress;
import io.understudy.core.model.Moment;
import java.util.Optional;

/** When a node takes the virtual address. That it gives it away follows from what it may not do. */
@FunctionalInterface
public interface AddressOrders {

    Optional<TakeAddress> next(NodeState state, Moment now);
}
