package io.understudy.core.model;

/**
 * The version of the register's value: each successful compare-and-set makes a greater one.
 *
 * @param number {@link #ABSENT} stands for a register that was never written
 */
public record Version(long number) implements Comparable<Version> {

    /** What a compare-and-set expects when it creates the register. */
    public static final Version ABSENT = new Version(-1);

    public Version {
        if (number < -1) {
            throw new IllegalArgumentException("a version is -1 or more, but was " + number);
        }
    }

    @Override
    public int compareTo(Version other) {
        return Long.compare(number, other.number);
    }

    @Override
    public String toString() {
        return Long.toString(number);
    }
}
