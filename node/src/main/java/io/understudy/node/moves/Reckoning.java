package io.understudy.node.moves;

import io.understudy.core.port.Workload;
import io.understudy.core.port.Workload.Build;
import io.understudy.core.port.Workload.Fate;
import io.understudy.core.port.Workload.Sight.Seen;
import io.understudy.core.port.Workload.Worker;
import io.understudy.node.api.WorkloadReport;
import io.understudy.node.api.WorkloadReport.State;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Counts the workers that come back after a move, and follows the builds that it cut off. Pure; all
 * durations are from the beginning of the move.
 *
 * @param expected the workers of before, each with its mark as the old server left it
 * @param everybody whether nobody knows who was connected before: then each worker is expected
 * @param builds what ran when the old server stopped
 * @param fates what is known to have become of them
 * @param back who is back, and when that was seen
 */
record Reckoning(
        Map<String, String> expected,
        boolean everybody,
        List<Build> builds,
        Map<String, Fate> fates,
        Map<String, Duration> back) {

    static final int MOST_BUILDS = 50;
    static final int MOST_NAMES = 20;

    /** What changes later than this after the last worker came is the server's daily business. */
    static final Duration SETTLED = Duration.ofSeconds(15);

    private static final String NEVER = "";

    Reckoning {
        expected = new TreeMap<>(expected);
        builds = List.copyOf(builds);
        fates = Map.copyOf(fates);
        back = Map.copyOf(back);
    }

    /**
     * Begins.
     *
     * @param before who was connected while the old server ran, where that is known
     * @param stopped what the old server left, before the new one starts
     */
    static Reckoning of(Optional<Set<String>> before, Seen stopped) {
        Map<String, String> marks =
                stopped.workers().stream()
                        .collect(Collectors.toMap(Worker::name, Worker::mark, (one, _) -> one));
        Set<String> names = new TreeSet<>(before.orElse(Set.of()));
        stopped.workers().stream().filter(Worker::connected).map(Worker::name).forEach(names::add);
        Map<String, String> expected = new HashMap<>();
        names.forEach(name -> expected.put(name, marks.getOrDefault(name, NEVER)));
        return new Reckoning(expected, expected.isEmpty(), stopped.builds(), Map.of(), Map.of());
    }

    /** The keys of what it follows. */
    Set<String> keys() {
        return builds.stream().map(Build::key).collect(Collectors.toSet());
    }

    /** With one more look. */
    Reckoning seen(Seen now, Map<String, Fate> known, Duration at) {
        Map<String, String> all = new HashMap<>(expected);
        if (everybody) {
            now.workers().forEach(worker -> all.putIfAbsent(worker.name(), NEVER));
        }
        Map<String, Duration> there = new HashMap<>(back);
        for (Worker worker : now.workers()) {
            String mark = all.get(worker.name());
            if (mark != null && worker.connected() && !worker.mark().equals(mark)) {
                there.putIfAbsent(worker.name(), at);
            }
        }
        Map<String, Fate> fresh = new HashMap<>(fates);
        fresh.putAll(known);
        return new Reckoning(all, everybody, builds, fresh, there);
    }

    /** Whether there is nothing to wait for any more. */
    boolean isOver(Duration at) {
        if (back.size() < expected.size() || (everybody && expected.isEmpty())) {
            return false;
        }
        boolean settled = at.minus(last().orElse(Duration.ZERO)).compareTo(SETTLED) > 0;
        return builds.stream().allMatch(build -> isKnown(build, settled));
    }

    private boolean isKnown(Build build, boolean settled) {
        Fate fate = fates.get(build.key());
        if (fate == null) {
            return settled;
        }
        return switch (fate.kind()) {
            case FINISHED, RUN_AGAIN, LOST -> true;
            // Before its server has looked through what it was left, all of it seems to run.
            case RUNNING, WAITING -> settled;
        };
    }

    private Optional<Duration> last() {
        return back.values().stream().max(Comparator.naturalOrder());
    }

    WorkloadReport report(State state, String sentence) {
        List<String> missing =
                expected.keySet().stream()
                        .filter(name -> !back.containsKey(name))
                        .limit(MOST_NAMES)
                        .toList();
        return new WorkloadReport(
                state,
                new WorkloadReport.Workers(expected.size(), back.size(), last(), missing),
                builds.stream().limit(MOST_BUILDS).map(this::told).toList(),
                Math.max(0, builds.size() - MOST_BUILDS),
                sentence);
    }

    private WorkloadReport.Build told(Build build) {
        Optional<Fate> fate = Optional.ofNullable(fates.get(build.key()));
        return new WorkloadReport.Build(
                build.name(),
                build.worker(),
                fate.map(Workload.Fate::kind),
                fate.map(Workload.Fate::note).orElse(""));
    }
}
