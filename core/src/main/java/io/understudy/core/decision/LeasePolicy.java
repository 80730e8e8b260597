package io.understudy.core.decision;

import io.understudy.core.decision.NodeState.Lease;
import io.understudy.core.observation.Observation;
import java.util.Optional;

/** What gives a lease, and for how long. */
@FunctionalInterface
public interface LeasePolicy {

    /**
     * The lease after this observation.
     *
     * @param before the state in which the observation found the node
     */
    Optional<Lease> after(NodeState before, Observation seen);
}
