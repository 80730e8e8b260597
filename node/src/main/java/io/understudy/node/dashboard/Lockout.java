package io.understudy.node.dashboard;

import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Makes whoever guesses passwords wait, longer with each failure: by the name that is tried,
 * whether there is such a user or not, and by the address that it comes from. A name waits for a
 * minute at most, so that nobody can keep an operator out for long; an address for a quarter of an
 * hour. Any thread may call.
 */
final class Lockout {

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
}
