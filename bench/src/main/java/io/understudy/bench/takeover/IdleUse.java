package io.understudy.bench.takeover;

import io.understudy.bench.ProcessUse;
import io.understudy.bench.Row;
import io.understudy.demo.stage.Stage;
import io.understudy.demo.stage.StageException;
import io.understudy.demo.stage.StageNode;
import io.understudy.demo.stage.Troupe;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** How much of a core the daemons and guards take while nothing happens, and how much memory. */
public final class IdleUse {

    /** Shown too, since it is what whoever starts a cluster looks at first. */
    private static final Duration BEGUN = Duration.ofSeconds(60);

    /**
     * A daemon runs for months; its first minutes, while the JVM compiles what comes three times a
     * second, are not what it costs.
     */
    private static final Duration WARM_UP = Duration.ofSeconds(270);

    private static final Duration WATCHED = Duration.ofSeconds(30);

    /** How long all of it takes, for whoever waits. */
    public static final Duration TAKES = WARM_UP.plus(WATCHED);

    /** What a wake-up costs differs from machine to machine, and on one from hour to hour. */
    private static final Duration NAP = Duration.ofMillis(10);

    private IdleUse() {}

    /** Takes {@link #TAKES}. */
    public static List<Row> measure(Stage stage, Troupe troupe)
            throws StageException, IOException, InterruptedException {
        Map<String, Long> processes = new LinkedHashMap<>();
        for (StageNode node : stage.nodes()) {
            processes.put("daemon of " + node.id(), troupe.daemonPid(node));
        }
        for (StageNode node : stage.nodes()) {
            troupe.guards(node)
                    .forEach(guard -> processes.put("guard of " + node.id(), guard.pid()));
        }
        Thread.sleep(BEGUN);
        List<Row> rows = new ArrayList<>(watched("idle, begun a minute ago", processes));
        Thread.sleep(WARM_UP.minus(BEGUN).minus(WATCHED));
        rows.addAll(watched("idle", processes));
        for (Map.Entry<String, Long> process : processes.entrySet()) {
            rows.add(
                    Row.of(
                            "resident",
                            process.getKey(),
                            "MiB",
                            List.of(ProcessUse.residentMebibytes(process.getValue()))));
        }
        return rows;
    }

    /** What each takes, beside what a thread takes that only wakes a hundred times a second. */
    private static List<Row> watched(String when, Map<String, Long> processes)
            throws IOException, InterruptedException {
        long began = System.nanoTime();
        Map<String, Double> before = used(processes);
        double napping = nap();
        Map<String, Double> after = used(processes);
        double seconds = (System.nanoTime() - began) / 1e9;
        List<Row> rows = new ArrayList<>();
        for (String name : processes.keySet()) {
            double used = after.getOrDefault(name, 0.0) - before.getOrDefault(name, 0.0);
            rows.add(Row.of(when, name, "%", List.of(100 * used / seconds)));
        }
        rows.add(Row.of(when, "100 wake-ups a second alone", "%", List.of(napping)));
        return rows;
    }

    /** Naps for as long as the others are watched; returns what that took of a core, in percent. */
    private static double nap() throws InterruptedException {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        long began = System.nanoTime();
        long before = threads.getCurrentThreadCpuTime();
        while (System.nanoTime() - began < WATCHED.toNanos()) {
            Thread.sleep(NAP);
        }
        return 100.0 * (threads.getCurrentThreadCpuTime() - before) / (System.nanoTime() - began);
    }

    private static Map<String, Double> used(Map<String, Long> processes) throws IOException {
        Map<String, Double> used = new LinkedHashMap<>();
        for (Map.Entry<String, Long> process : processes.entrySet()) {
            used.put(process.getKey(), ProcessUse.seconds(process.getValue()));
        }
        return used;
    }
}
