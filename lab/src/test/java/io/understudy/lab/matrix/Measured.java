package io.understudy.lab.matrix;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a cluster did.
 *
 * @param gap the longest time without an acknowledged row, from the fault until it was settled who
 *     serves
 * @param whole how long after the end of the fault all was well again
 * @param healed by whom
 * @param met the other outcome, where its condition was met
 */
record Measured(
        Serves serves,
        Duration gap,
        Harm harm,
        Duration whole,
        String healed,
        Optional<Instead> met) {

    /**
     * What must not happen.
     *
     * @param lost acknowledged rows that the one who serves in the end does not have
     * @param twoWriters acknowledged rows that only two who take writes at once explain
     * @param torn files that were in place, or that a server was started with, and were never whole
     *     on a primary; a sentence each
     */
    record Harm(long lost, long twoWriters, List<String> torn) {
        static final Harm NONE = new Harm(0, 0, List.of());

        Harm {
            torn = List.copyOf(torn);
        }
    }

    String words() {
        return "%s%s, %s without a row; lost %d, by a second writer %d, torn files %d; whole again %s after its end, %s"
                .formatted(
                        serves.words(),
                        met.map(other -> " (" + other.when().words() + ")").orElse(""),
                        Seconds.of(gap),
                        harm.lost(),
                        harm.twoWriters(),
                        harm.torn().size(),
                        Seconds.of(whole),
                        healed);
    }

    /** What of it is not as expected, a sentence each. */
    List<String> against(Expected usual) {
        Expected expected = met.map(usual::given).orElse(usual);
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
        if (harm.lost() > 0) {
            found.add("expected no lost row, found " + harm.lost());
        }
        if (harm.twoWriters() > 0) {
            found.add(
                    "expected one writer, found %d rows by a second".formatted(harm.twoWriters()));
        }
        harm.torn()
                .forEach(file -> found.add("expected a file that was once whole, found " + file));
        return found;
    }
}
