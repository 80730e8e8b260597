package io.understudy.core.decision;

import io.understudy.core.observation.Observation;
import java.util.List;

/** Stub. */
public final class Decider {

    private final Policies policies;

    public Decider(Policies policies) {
        this.policies = policies;
    }

    Policies policies() {
        return policies;
    }

    public Decision decide(NodeState state, Observation seen) {
        return new Decision(
                state,
                List.of(),
                List.of(),
                state.reason(),
                seen.at().plus(state.settings().timings().poll()));
    }
}
