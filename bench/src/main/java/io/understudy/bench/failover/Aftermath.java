package io.understudy.bench.failover;

import io.understudy.lab.Buildbot;
import io.understudy.lab.Buildbot.Sight;
import io.understudy.lab.BuildbotClient;
import io.understudy.lab.Host;
import io.understudy.lab.LabException;
import io.understudy.lab.cluster.LabCluster;
import io.understudy.lab.observer.Commit;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What Buildbot is at after a blow: seen by a client at the address, and in the database that its
 * master writes. A build runs the whole time, as they do.
 */
final class Aftermath implements AutoCloseable {

    private static final Duration LONG = Duration.ofSeconds(90);

    private final LabCluster cluster;
    private final Buildbot buildbot;
    private final Sight before;
    private final BuildbotClient client;

    private Aftermath(LabCluster cluster, Buildbot buildbot, Sight before, BuildbotClient client) {
        this.cluster = cluster;
        this.buildbot = buildbot;
        this.before = before;
        this.client = client;
    }

    /** Of a cluster at rest: its workers are there, and one of them has a long build. */
    static Aftermath atRest(LabCluster cluster, Buildbot buildbot, Host primary)
            throws LabException, InterruptedException {
        Sight before =
                cluster.await(
                        "all workers are connected, and a build runs",
                        LONG,
                        () ->
                                looked(buildbot, primary)
                                        .filter(Sight::hasAllWorkers)
                                        .filter(it -> it.running().contains("long")));
        return new Aftermath(cluster, buildbot, before, buildbot.client());
    }

    private static Optional<Sight> looked(Buildbot buildbot, Host host) {
        try {
            return Optional.of(buildbot.look(host));
        } catch (LabException _) {
            return Optional.empty();
        }
    }

    /**
     * When each came, on the clock of {@link System#nanoTime()}.
     *
     * @param answered the new master's first word to a client at the address
     * @param workers the last of the old workers was back
     * @param built the next build had ended well, on one of them
     */
    record Course(long answered, long workers, long built) {}

    /**
     * Follows it to its end, and brings a change as soon as Buildbot answers.
     *
     * @param first the first row that the new primary took: whoever answers later is of its host
     */
    Course follow(Host taker, Commit first) throws LabException, InterruptedException {
        long answered =
                cluster.await(
                        "Buildbot answers", LONG, () -> client.answerAfter(first.acknowledged()));
        client.bringChange("short");
        Set<String> back = new HashSet<>();
        long workers = 0;
        long built = 0;
        long due = System.nanoTime() + LONG.toNanos();
        while (workers == 0 || built == 0) {
            Optional<Sight> now = looked(buildbot, taker);
            long at = System.nanoTime();
            now.ifPresent(sight -> note(sight, back));
            if (workers == 0 && back.equals(before.connected().keySet())) {
                workers = at;
            }
            if (built == 0 && now.filter(this::hasBuilt).isPresent()) {
                built = at;
            }
            if (at > due) {
                throw new LabException(
                        "needed the old workers back and a build by them within %d s, found of %s %s back, and %s"
                                .formatted(
                                        LONG.toSeconds(), before.connected().keySet(), back, now));
            }
            Thread.sleep(50);
        }
        return new Course(answered, workers, built);
    }

    /** How long a build takes where Buildbot has gone on: from the change to its end. */
    Duration build(Host host) throws LabException, InterruptedException {
        long brought = System.nanoTime();
        client.bringChange("short");
        return cluster.await(
                "a build ends well",
                LONG,
                () ->
                        looked(buildbot, host)
                                .filter(this::hasBuilt)
                                .map(_ -> Duration.ofNanos(System.nanoTime() - brought)));
    }

    private void note(Sight now, Set<String> back) {
        for (Map.Entry<String, String> each : now.connected().entrySet()) {
            if (!each.getValue().equals(before.connected().get(each.getKey()))) {
                back.add(each.getKey());
            }
        }
    }

    private boolean hasBuilt(Sight now) {
        return !before.done().containsAll(now.done());
    }

    @Override
    public void close() {
        client.close();
    }
}
