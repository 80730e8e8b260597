package io.understudy.node.loop;

import io.understudy.core.model.Moment;

/** This node's own clock, which never jumps and is never compared with another's. */
@FunctionalInterface
public interface Monotonic {

    Moment now();

    /** The system's monotonic clock: a step of the wall clock does not move it. */
    static Monotonic system() {
        return () -> new Moment(System.nanoTime());
    }
}
