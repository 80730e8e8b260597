package io.understudy.core.model;

import java.util.Comparator;

/**
 * Which state of the files a primary has published. Those of an older primacy come before all of a
 * newer one.
 *
 * @param number 1, 2, … within the epoch
 */
public record FileGeneration(Epoch epoch, long number) implements Comparable<FileGeneration> {

    private static final Comparator<FileGeneration> ORDER =
            Comparator.comparing(FileGeneration::epoch).thenComparingLong(FileGeneration::number);

    public FileGeneration {
        if (number < 1) {
            throw new IllegalArgumentException(
                    "a generation's number is at least 1, but was " + number);
        }
    }

    public boolean isAfter(FileGeneration other) {
        return compareTo(other) > 0;
    }

    public FileGeneration next() {
        return new FileGeneration(epoch, Math.addExact(number, 1));
    }

    @Override
    public int compareTo(FileGeneration other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        return epoch + "-" + number;
    }
}
