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
 * @param audit what the nodes had said, and what their journals say
 */
record Measured(
        Serves serves,
        Duration gap,
        Harm harm,
        Duration whole,
        String healed,
        Optional<Instead> met,
        Audit audit) {

    /**
     * What a node says beside what it does.
     *
     * @param kept what was promised of that very loss, where the case is one
     * @param decisions how many of all nodes were decided again from their journals
     * @param differences those that came out otherwise, a sentence each
     */
    record Audit(Optional<Kept> kept, int decisions, List<String> differences) {
        static final Audit NONE = new Audit(Optional.empty(), 0, List.of());

        Audit {
            differences = List.copyOf(differences);
        }
    }

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
        return "%s%s, %s without a row; lost %d, by a second writer %d, torn files %d; whole again %s after its end, %s%s; decided again alike: %d"
                .formatted(
                        serves.words(),
                        met.map(other -> " (" + other.when().words() + ")").orElse(""),
                        Seconds.of(gap),
                        harm.lost(),
                        harm.twoWriters(),
                        harm.torn().size(),
                        Seconds.of(whole),
                        healed,
                        audit.kept().map(kept -> "; " + kept.words()).orElse(""),
                        audit.decisions() - audit.differences().size());
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
        audit.kept().ifPresent(kept -> found.addAll(kept.broken(serves, harm.lost())));
        audit.differences()
                .forEach(one -> found.add("expected the same decision again, found " + one));
        return found;
    }
}
