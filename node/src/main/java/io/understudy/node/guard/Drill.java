package io.understudy.node.guard;

import java.time.Duration;

/** What came of a drill. */
public sealed interface Drill {

    /**
     * The decoy was found and ended.
     *
     * @param late from the deadline until nothing of it was left
     * @param processes how many it had
     */
    record Proved(Duration late, int processes) implements Drill {}

    /**
     * It did not prove itself.
     *
     * @param why one sentence
     */
    record Failed(String why) implements Drill {}
}
