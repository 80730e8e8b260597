package io.understudy.testkit.simulator;

import io.understudy.core.model.Moment;

/**
 * A node's monotonic clock: it started at some other point than true time, and runs a little faster
 * or slower.
 */
record SimulatedClock(double rate, long origin) {

    Moment at(long trueNanos) {
        return new Moment(origin + (long) (trueNanos * rate));
    }

    /** The first point of true time at which this clock shows that moment. */
    long trueTimeOf(Moment moment) {
        return (long) Math.ceil((moment.nanos() - origin) / rate);
    }
}
