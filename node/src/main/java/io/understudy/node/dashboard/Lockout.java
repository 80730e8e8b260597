package io.understudy.node.dashboard;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Makes whoever guesses passwords wait, longer with each failure: by the name that is tried,
 * whether there is such a user or not, and by the address that it comes from. A name waits for a
 * minute at most, so that nobody can keep an operator out for long; an address for a quarter of an
 * hour. Any thread may call.
 */
final class Lockout {

    private static final int MOST_REMEMBERED = 2000;
    private static final Duration FORGOTTEN_AFTER = Duration.ofHours(1);
    private static final Duration FIRST_WAIT = Duration.ofSeconds(2);

    private final LongSupplier clock;
    private final Ward names = new Ward(5, Duration.ofMinutes(1));
    private final Ward addresses = new Ward(20, Duration.ofMinutes(15));

    /**
     * @param clock monotonic, in nanoseconds
     */
    Lockout(LongSupplier clock) {
        this.clock = clock;
    }

    /** How long they still have to wait; empty where they may try. */
    synchronized Optional<Duration> wait(String name, String address) {
        Optional<Duration> byName = names.wait(name, clock.getAsLong());
        Optional<Duration> byAddress = addresses.wait(address, clock.getAsLong());
        return byName.isPresent() && byAddress.isPresent()
                ? Optional.of(
                        byName.get().compareTo(byAddress.get()) > 0
                                ? byName.get()
                                : byAddress.get())
                : byName.or(() -> byAddress);
    }

    /** How long they still have to wait; where they need not, this is one more try. */
    synchronized Optional<Duration> admits(String name, String address) {
        Optional<Duration> left = wait(name, address);
        if (left.isEmpty()) {
            tries(name, address);
        }
        return left;
    }

    /**
     * Counts a try as failed until it is known to be none, so that of many at the same time no more
     * are made than one after the other.
     */
    synchronized void tries(String name, String address) {
        names.failed(name, clock.getAsLong());
        addresses.failed(address, clock.getAsLong());
    }

    /**
     * It did not fail: the name begins anew, the address where it was, or one good account would
     * open all others.
     */
    synchronized void succeeded(String name, String address) {
        names.forget(name);
        addresses.takeBack(address);
    }

    /** Nobody knows whether it was right. */
    synchronized void takeBack(String name, String address) {
        names.takeBack(name);
        addresses.takeBack(address);
    }

    private record Tally(int failures, long last) {}

    /** One kind of thing that is counted. The one that failed longest ago is forgotten first. */
    private static final class Ward {

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
    }
}
