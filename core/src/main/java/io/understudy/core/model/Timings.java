package io.understudy.core.model;

import java.time.Duration;

/**
 * The durations that everything else follows from. {@code timing: fast | normal | wide} derives
 * them all.
 *
 * @param ttl how long a standby must see no change before it contends
 * @param renew how often the holder renews
 * @param margin kept off the ttl for clocks that run at different rates
 * @param stop the longest that stopping to serve may take; it begins this long before the lease
 *     ends
 * @param poll how often a node that does not hold the lease reads the register
 * @param fence the longest wait for the answer of a node that is to be fenced
 * @param probe how often the database and the server are looked at
 * @param switchover how long a planned move may take before the holder goes on instead
 * @param drop how long a synchronous standby may be missing before a {@code preferred} holder goes
 *     on alone
 * @param rejoin how long a standby may be without a stream from a serving primary before its data
 *     is repaired
 * @param away how long the place of a holder is kept whose daemon is being started again
 */
public record Timings(
        Duration ttl,
        Duration renew,
        Duration margin,
        Duration stop,
        Duration poll,
        Duration fence,
        Duration probe,
        Duration switchover,
        Duration drop,
        Duration rejoin,
        Duration away) {

    /** Both ends of a stream are heard every second; a shorter silence proves nothing. */
    public static final Duration SHORTEST_SILENCE = Duration.ofSeconds(3);

    private static final Duration LONGEST_SILENCE = Duration.ofSeconds(10);

    public Timings {
        if (!ttl.isPositive() || !renew.isPositive() || !stop.isPositive() || !poll.isPositive()) {
            throw new IllegalArgumentException("ttl, renew, stop and poll are longer than zero");
        }
        if (margin.multipliedBy(5).compareTo(ttl) < 0) {
            throw new IllegalArgumentException(
                    "the margin is at least 20 % of the ttl, but was " + margin + " of " + ttl);
        }
        if (renew.multipliedBy(2).plus(stop).plus(margin).compareTo(ttl) > 0) {
            throw new IllegalArgumentException(
                    "two renewals, the stop and the margin fit into the ttl of " + ttl);
        }
    }

    public static Timings fast() {
        return derivedFrom(Duration.ofSeconds(2));
    }

    public static Timings normal() {
        return derivedFrom(Duration.ofSeconds(5));
    }

    public static Timings wide() {
        return derivedFrom(Duration.ofSeconds(15));
    }

    private static Timings derivedFrom(Duration ttl) {
        return new Timings(
                ttl,
                ttl.dividedBy(6),
                ttl.dividedBy(5),
                ttl.dividedBy(5),
                ttl.dividedBy(20),
                ttl.dividedBy(5),
                ttl.dividedBy(10),
                ttl.multipliedBy(10),
                ttl.dividedBy(2),
                ttl.multipliedBy(5),
                ttl.multipliedBy(8));
    }

    /** How long a lease lasts for its holder, from when the renewal was sent. */
    public Duration lease() {
        return ttl.minus(margin);
    }

    /** How long nothing need be looked at after a change: two renewals come in that time. */
    public Duration calm() {
        return renew.plus(renew);
    }

    /** How long after a renewal was sent the guard acts: after the daemon had its chance to. */
    public Duration untilGuard() {
        return lease().minus(part(stop, 2));
    }

    /**
     * How long a database that runs may give no answer at all before it is stopped and started
     * again: by then a connection that was open and a new one have both been tried.
     */
    public Duration databaseSilence() {
        return ttl.plus(part(ttl, 2));
    }

    /**
     * How long either end of a stream between databases may hear nothing until it ends it: one and
     * a half ttl, and 3 to 10 s. A standby whose host is gone is waited for so long, at least.
     */
    public Duration streamSilence() {
        return Duration.ofMillis(
                Math.clamp(
                        ttl.plus(part(ttl, 2)).toMillis(),
                        SHORTEST_SILENCE.toMillis(),
                        LONGEST_SILENCE.toMillis()));
    }

    /** How much of a time that others wait on their clocks is left out on one's own. */
    public static Duration lessMargin(Duration others) {
        return others.minus(part(others, 5));
    }

    /** The shortest pause between two writes, or two reads of what is not known. */
    public Duration spacing() {
        return part(poll, 5);
    }

    /** {@link Duration#dividedBy} takes the way over big decimals, and this is asked often. */
    private static Duration part(Duration whole, int parts) {
        return Duration.ofNanos(whole.toNanos() / parts);
    }

    /** How long the holder may go on without an acknowledged renewal before it begins to stop. */
    public Duration untilStop() {
        return lease().minus(stop);
    }
}
