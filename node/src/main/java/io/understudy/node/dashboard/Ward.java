package io.understudy.node.dashboard;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Failures of one kind of thing: whatever fails often has to wait, longer with each failure. The
 * one that failed longest ago is forgotten first. Not for several threads.
 */
final class Ward {

    private static final int MOST_REMEMBERED = 2000;
    private static final Duration FORGOTTEN_AFTER = Duration.ofHours(1);
    private static final Duration FIRST_WAIT = Duration.ofSeconds(2);

    private final int free;
    private final Duration longest;
    private final Map<String, Tally> tallies =
            new LinkedHashMap<>(16, 0.75f, true) {
                private static final long serialVersionUID = 1L;

                @Override
                protected boolean removeEldestEntry(Map.Entry<String, Tally> eldest) {
                    return size() > MOST_REMEMBERED;
                }
            };

    /**
     * @param free so many failures cost nothing
     * @param longest wait
     */
    Ward(int free, Duration longest) {
        this.free = free;
        this.longest = longest;
    }

    Optional<Duration> wait(String key, long now) {
        Tally tally = tallies.get(key);
        if (tally == null || tally.failures() < free) {
            return Optional.empty();
        }
        int doublings = Math.min(20, tally.failures() - free);
        long whole =
                Math.min(longest.toNanos(), FIRST_WAIT.multipliedBy(1L << doublings).toNanos());
        long left = whole - (now - tally.last());
        return left > 0 ? Optional.of(Duration.ofNanos(left)) : Optional.empty();
    }

    void failed(String key, long now) {
        Tally before = tallies.get(key);
        int failures =
                before == null || now - before.last() > FORGOTTEN_AFTER.toNanos()
                        ? 0
                        : before.failures();
        tallies.put(key, new Tally(failures + 1, now));
    }

    void takeBack(String key) {
        tallies.computeIfPresent(
                key, (_, tally) -> new Tally(Math.max(0, tally.failures() - 1), tally.last()));
    }

    void forget(String key) {
        tallies.remove(key);
    }

    private record Tally(int failures, long last) {}
}
