package io.understudy.testkit.simulator;

import java.util.random.RandomGenerator;

/** How likely small things go wrong; in calm weather none does. */
final class Weather {
    private final RandomGenerator random;
    private boolean stormy;

    Weather(RandomGenerator random) {
        this.random = random;
    }

    void storm() {
        stormy = true;
    }

    void calm() {
        stormy = false;
    }

    boolean happens(double likelihood) {
        return stormy && random.nextDouble() < likelihood;
    }

    long between(long low, long high) {
        return low + (high > low ? random.nextLong(high - low) : 0);
    }

    /** Mostly between low and high; in a storm sometimes up to worst. */
    long delay(long low, long high, long worst) {
        return happens(0.05) ? between(high, worst) : between(low, high);
    }

    int pick(int bound) {
        return random.nextInt(bound);
    }
}
