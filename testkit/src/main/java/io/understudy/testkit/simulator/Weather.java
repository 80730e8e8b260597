package io.understudy.testkit.simulator;

import java.util.random.RandomGenerator;

/** How likely small things go wrong; in calm weather none does. */
final class Weather {
    private final RandomGenerator random;
    private boolean stormy;
    private double strength = 1;

    Weather(RandomGenerator random) {
        this.random = random;
    }

    /** From now on things go wrong, so many times as often as in a common storm. */
    void storm(double times) {
        stormy = true;
        strength = times;
    }

    void calm() {
        stormy = false;
    }

    boolean stormy() {
        return stormy;
    }

    boolean happens(double likelihood) {
        return stormy && random.nextDouble() < likelihood * strength;
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
