package io.understudy.core.model;

import java.time.Duration;

/**
 * A point on one node's own monotonic clock. Moments of different nodes, or of two runs of one
 * daemon, are never compared.
 *
 * @param nanos nanoseconds since a point that means nothing
 */
public record Moment(long nanos) implements Comparable<Moment> {

    public Moment plus(Duration duration) {
        return new Moment(Math.addExact(nanos, duration.toNanos()));
    }

    /** The moment in the middle between this one and a later one. */
    public Moment halfwayTo(Moment later) {
        return new Moment(nanos + (later.nanos - nanos) / 2);
    }

    public Duration since(Moment earlier) {
        return Duration.ofNanos(nanos - earlier.nanos);
    }

    /** Not before: {@code true} also when both are the same. */
    public boolean reached(Moment due) {
        return nanos >= due.nanos;
    }

    public boolean isBefore(Moment other) {
        return nanos < other.nanos;
    }

    @Override
    public int compareTo(Moment other) {
        return Long.compare(nanos, other.nanos);
    }
}
