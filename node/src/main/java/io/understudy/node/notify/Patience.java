package io.understudy.node.notify;

import java.time.Duration;

/**
 * How a receiver that can't be reached is tried again.
 *
 * @param attempt the longest of one try
 * @param first the pause after the first failure; it doubles with each
 * @param most the longest pause
 * @param age a letter that is older is given up
 * @param farewell how long a daemon that ends goes on sending what is still to be sent
 */
public record Patience(
        Duration attempt, Duration first, Duration most, Duration age, Duration farewell) {

    public static final Patience USUAL =
            new Patience(
                    Duration.ofSeconds(15),
                    Duration.ofSeconds(5),
                    Duration.ofMinutes(10),
                    Duration.ofDays(1),
                    Duration.ofSeconds(4));

    private static final int MOST_DOUBLINGS = 20;

    /**
     * The pause before the next try.
     *
     * @param failures in a row, at least one
     * @param wish of the receiver; zero where it has none
     * @param jitter from 0 to 1: so that several nodes do not all come at once
     */
    Duration pause(int failures, Duration wish, double jitter) {
        Duration doubled = first.multipliedBy(1L << Math.min(failures - 1, MOST_DOUBLINGS));
        Duration bounded = doubled.compareTo(most) > 0 ? most : doubled;
        Duration spread = Duration.ofNanos((long) (bounded.toNanos() * (0.8 + 0.4 * jitter)));
        return spread.compareTo(wish) < 0 ? wish : spread;
    }
}
