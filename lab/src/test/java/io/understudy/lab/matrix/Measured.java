package io.understudy.lab.matrix;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * What a cluster did.
 *
 * @param gap the longest time without an acknowledged row, from the fault until it was settled who
 *     serves
 * @param lost acknowledged rows that the one who serves in the end does not have
 * @param twoWriters acknowledged rows that only two who take writes at once explain
 * @param whole how long after the end of the fault all was well again
 * @param healed by whom
 */
record Measured(
        Serves serves, Duration gap, long lost, long twoWriters, Duration whole, String healed) {

    String words() {
        return "%s, %s without a row; lost %d, by a second writer %d; whole again %s after its end, %s"
                .formatted(
                        serves.words(),
                        Seconds.of(gap),
                        lost,
                        twoWriters,
                        Seconds.of(whole),
                        healed);
    }

    /** What of it is not as expected, a sentence each. */
    List<String> against(Expected expected) {
        List<String> found = new ArrayList<>();
        if (!expected.serves().allows(serves)) {
            found.add(
                    "expected: %s, found: %s".formatted(expected.serves().words(), serves.words()));
        }
        if (expected.promises() && gap.compareTo(expected.within()) > 0) {
            found.add(
                    "expected rows again within %s, found a gap of %s"
                            .formatted(Seconds.of(expected.within()), Seconds.of(gap)));
        }
        if (lost > 0) {
            found.add("expected no lost row, found " + lost);
        }
        if (twoWriters > 0) {
            found.add("expected one writer, found %d rows by a second".formatted(twoWriters));
        }
        return found;
    }
}
