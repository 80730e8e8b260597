package io.understudy.node.postgres;

import io.understudy.core.action.Outcome;

/**
 * Carries an outcome other than done out of the steps of an action, to the one place that returns
 * it.
 */
final class Troubled extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient Outcome outcome;

    private Troubled(Outcome outcome, String why) {
        super(why);
        this.outcome = outcome;
    }

    static Troubled refused(String why) {
        return new Troubled(new Outcome.Refused(why), why);
    }

    static Troubled failed(String why) {
        return new Troubled(new Outcome.Failed(why), why);
    }

    static Troubled notYet(String why) {
        return new Troubled(new Outcome.NotYet(why), why);
    }

    static Troubled unknown(String why) {
        return new Troubled(new Outcome.Unknown(why), why);
    }

    Outcome outcome() {
        return outcome;
    }

    String why() {
        return String.valueOf(getMessage());
    }
}
