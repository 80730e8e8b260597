package io.understudy.core.observation;

/**
 * Where this node's virtual address was. There may be several of them, which move as one: "it"
 * stands for all.
 */
public sealed interface AddressState {

    /** The configuration names none. */
    record None() implements AddressState {}

    /** It is on this host. */
    record Held() implements AddressState {}

    /**
     * Of several, some are on this host and some are not.
     *
     * @param why which is not, and what was found
     */
    record Partly(String why) implements AddressState {}

    /** It is not on this host. */
    record NotHeld() implements AddressState {}

    /**
     * It is not on this host, and another one answered at it when this one was last to take it.
     *
     * @param who what is known of that host, for people
     */
    record HeldElsewhere(String who) implements AddressState {}

    /**
     * It is not on this host and can't be, as it is configured: a person must act.
     *
     * @param why one sentence: what was needed, what was found, what to do
     */
    record Unusable(String why) implements AddressState {}

    /** The look did not succeed: this says nothing about the address. */
    record Unknown(String why) implements AddressState {}

    /** Whether any of it is on this host. */
    default boolean isHere() {
        return switch (this) {
            case Held(), Partly _ -> true;
            case None(), NotHeld(), HeldElsewhere _, Unusable _, Unknown _ -> false;
        };
    }
}
