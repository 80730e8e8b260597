package io.understudy.core.observation;

import io.understudy.core.model.Epoch;
import io.understudy.core.model.Moment;

/** What this node's guard said of itself. */
public sealed interface GuardState {

    /**
     * It ends all that serves here at that moment, unless it is armed anew before.
     *
     * @param epoch the primacy that what serves here belongs to
     */
    record Armed(Epoch epoch, Moment until) implements GuardState {}

    /** It runs, and has nothing to watch over: it was disarmed, or has done what it is for. */
    record Idle() implements GuardState {}

    /**
     * Nobody watches over what serves here.
     *
     * @param why one sentence: what was needed, what was found
     */
    record Missing(String why) implements GuardState {}
}
