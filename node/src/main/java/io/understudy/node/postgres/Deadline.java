package io.understudy.node.postgres;

import java.time.Duration;

/** A point on this process's monotonic clock. */
record Deadline(long nanos) {

    static Deadline in(Duration duration) {
        return new Deadline(System.nanoTime() + duration.toNanos());
    }

    boolean passed() {
        return System.nanoTime() - nanos >= 0;
    }

    /** Never less than a millisecond: a timeout of 0 means none to many who are given one. */
    Duration left() {
        return Duration.ofNanos(Math.max(1_000_000, nanos - System.nanoTime()));
    }

    long leftMillis() {
        return left().toMillis();
    }

    Deadline orIn(Duration duration) {
        Deadline other = in(duration);
        return other.nanos - nanos < 0 ? other : this;
    }

    static Deadline soon() {
        return in(Duration.ofSeconds(5));
    }

    /** Waits a little; says whether to go on. */
    static boolean pause() {
        return pause(Duration.ofMillis(10));
    }

    static boolean pause(Duration duration) {
        try {
            Thread.sleep(duration);
            return true;
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
