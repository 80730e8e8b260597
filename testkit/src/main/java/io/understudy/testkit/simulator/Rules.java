package io.understudy.testkit.simulator;

import io.understudy.core.decision.Policies;

/** What a simulated cluster goes by: the rules as they are, or with one mistake. */
public record Rules(Policies policies, Slip slip) {

    public static Rules standard() {
        return of(Policies.standard());
    }

    static Rules of(Policies policies) {
        return new Rules(policies, Slip.NONE);
    }
}
