package io.understudy.core.counterfactual;

/**
 * One thing that might have been otherwise.
 *
 * @param what as what follows "if", with the rest of the world as it was
 * @param then the situation with just that changed
 */
record Supposition(Size size, String what, Situation then) {

    /** The smallest first. */
    enum Size {
        /** The same, some time later. */
        TIME,
        /** Something in the world. */
        FACT,
        /** Something that a person says. */
        WORD,
        /** Something in understudy.yaml. */
        SETTING
    }

    static Supposition fact(String what, Situation then) {
        return new Supposition(Size.FACT, what, then);
    }

    static Supposition word(String what, Situation then) {
        return new Supposition(Size.WORD, what, then);
    }

    static Supposition setting(String what, Situation then) {
        return new Supposition(Size.SETTING, what, then);
    }
}
