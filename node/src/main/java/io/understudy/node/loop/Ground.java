package io.understudy.node.loop;

import java.util.Optional;
import java.util.function.Supplier;

/**
 * What the database stands on. Any thread may ask; it takes as long as a disk takes to say how much
 * room there is.
 *
 * @param disk why its disk takes no more for long, one sentence; empty where it does
 * @param boot why somebody else may start it, one sentence; empty where nobody does
 */
public record Ground(Supplier<Optional<String>> disk, Supplier<Optional<String>> boot) {

    /** Of a node without a database. */
    public static final Ground NONE = new Ground(Optional::empty, Optional::empty);
}
