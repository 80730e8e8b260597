package io.understudy.node.moves;

import io.understudy.core.port.Workload;
import io.understudy.core.port.Workload.Sight;
import io.understudy.node.api.WorkReport;
import java.time.Duration;
import java.util.Optional;

/** What the latest look at a server's work saw. One thread looks, any thread may ask. */
final class Latest {

    private volatile Optional<Glance> glance = Optional.empty();
    private volatile Optional<String> unseen = Optional.empty();

    private record Glance(int workers, int builds, long nanos) {}

    void saw(Sight sight) {
        switch (sight) {
            case Sight.Unseen(String why) -> unseen = Optional.of(why);
            case Sight.Seen seen -> {
                long connected = seen.workers().stream().filter(Workload.Worker::connected).count();
                int builds = seen.builds().size();
                glance = Optional.of(new Glance((int) connected, builds, System.nanoTime()));
                unseen = Optional.empty();
            }
        }
    }

    /** Empty until anything was seen. */
    Optional<WorkReport.Seen> seen() {
        return glance.map(it ->
                new WorkReport.Seen(
                        it.workers(),
                        it.builds(),
                        Duration.ofNanos(System.nanoTime() - it.nanos())));
    }

    /** Why the latest look saw nothing; empty where it saw something. */
    Optional<String> unseen() {
        return unseen;
    }
}
