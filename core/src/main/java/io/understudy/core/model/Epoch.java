package io.understudy.core.model;

/**
 * The number of a primacy. It rises by one at each change of primary and never falls.
 *
 * @param number 0 before the first primacy, then 1, 2, …
 */
public record Epoch(long number) implements Comparable<Epoch> {

    public static final Epoch NONE = new Epoch(0);

    public Epoch {
        if (number < 0) {
            throw new IllegalArgumentException("an epoch is never negative, but was " + number);
        }
    }

    public Epoch next() {
        return new Epoch(Math.addExact(number, 1));
    }

    public boolean isAfter(Epoch other) {
        return number > other.number;
    }

    @Override
    public int compareTo(Epoch other) {
        return Long.compare(number, other.number);
    }

    @Override
    public String toString() {
        return Long.toString(number);
    }
}
