package io.understudy.node.moves;

import io.understudy.core.model.Incarnation;
import io.understudy.core.model.Moment;
import java.time.Duration;
import java.time.Instant;

/**
 * When something was, by the clocks that there are.
 *
 * @param run whose monotonic clock it is
 */
record Mark(Incarnation run, Moment at, Instant wall) {

    /** By the monotonic clock within one run of the daemon; by the wall clock over a restart. */
    Duration until(Mark later) {
        Duration passed =
                run.equals(later.run) ? later.at.since(at) : Duration.between(wall, later.wall);
        return passed.isNegative() ? Duration.ZERO : passed;
    }

    /** An earlier or later moment of the same run. */
    Mark moved(Moment to) {
        return new Mark(run, to, wall.plus(to.since(at)));
    }
}
