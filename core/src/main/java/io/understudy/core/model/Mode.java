package io.understudy.core.model;

import java.time.Duration;

/** Whether the cluster may move by itself. */
public sealed interface Mode {

    record Automatic() implements Mode {}

    /**
     * Nothing moves: no takeover, no switchover, no failover, until a person resumes or the time is
     * over. Each node counts the length on its own clock, from when it first saw the pause.
     *
     * @param length how long, more than zero
     * @param by who asked, for people
     */
    record Paused(Duration length, String by) implements Mode {
        public Paused {
            if (!length.isPositive()) {
                throw new IllegalArgumentException(
                        "a pause lasts longer than zero, but was " + length);
            }
        }
    }
}
