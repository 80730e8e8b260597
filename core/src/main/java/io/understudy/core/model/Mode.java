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

    /**
     * Nothing moves by itself, since it did so too often; a person's word lifts that at once, and
     * so does time. Each node counts the length on its own clock, from when it first saw this.
     *
     * @param length how long, more than zero
     * @param moves how many automatic moves led to it
     */
    record Held(Duration length, int moves) implements Mode {
        public Held {
            if (!length.isPositive()) {
                throw new IllegalArgumentException(
                        "a hold lasts longer than zero, but was " + length);
            }
        }
    }
}
