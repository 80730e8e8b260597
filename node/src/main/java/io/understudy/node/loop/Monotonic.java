package io.understudy.node.loop;

import io.understudy.core.model.Moment;

/** This node's own clock, which never jumps and is never compared with another's. */
@FunctionalInterface
public interface Monotonic {

    Moment now();

    /**
     * The host's clock since boot: a step of the wall clock does not move it, and it goes on while
     * the host sleeps.
     */
    static Monotonic system() {
        return new BootClock();
    }
}
