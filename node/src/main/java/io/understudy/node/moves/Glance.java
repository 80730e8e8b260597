package io.understudy.node.moves;

import io.understudy.core.port.Workload;
import io.understudy.node.api.WorkReport;
import java.time.Duration;

/**
 * What a look saw, and when.
 *
 * @param nanos on this process's monotonic clock
 */
record Glance(int workers, int builds, long nanos) {

    /** Just now. */
    static Glance of(Workload.Sight.Seen seen) {
        long connected = seen.workers().stream().filter(Workload.Worker::connected).count();
        return new Glance((int) connected, seen.builds().size(), System.nanoTime());
    }

    WorkReport.Seen told() {
        return new WorkReport.Seen(workers, builds, Duration.ofNanos(System.nanoTime() - nanos));
    }
}
