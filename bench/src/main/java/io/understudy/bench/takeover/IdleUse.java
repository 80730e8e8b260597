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

/**
 * How much of a core the daemons and guards take while nothing happens, and how much memory: on a
 * silent host, where each wake-up finds cold caches, and on one that has something else to do.
 */
public final class IdleUse {

    /** Shown too, since it is what whoever starts a cluster looks at first. */
    private static final Duration BEGUN = Duration.ofSeconds(60);

    /**
     * A daemon runs for months; its first minutes, while the JVM compiles what comes three times a
     * second, are not what it costs.
     */
    private static final Duration WARM_UP = Duration.ofSeconds(270);

    private static final Duration WATCHED = Duration.ofSeconds(30);

    /** Until the caches are as they are on a host that has something else to do. */
    private static final Duration SETTLING = Duration.ofSeconds(10);

    /** In between, so that what follows is silent again for a while before it is watched. */
    private static final Duration BUSY = Duration.ofMinutes(3);

    /** Of what is shown where nothing else runs on the host. */
    static final String SILENT = "idle, silent host";

    /** Of what is shown beside a {@link Yardstick}. */
    static final String BESIDE_LOAD = "idle, busy host";

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
        List<Row> rows = new ArrayList<>(watched(SILENT + ", begun a minute ago", processes));
        Thread.sleep(BUSY.minus(BEGUN).minus(WATCHED));
        try (Yardstick load = Yardstick.begin()) {
            Thread.sleep(SETTLING);
            double before = load.usedSeconds();
            long began = System.nanoTime();
            rows.addAll(watched(BESIDE_LOAD, processes));
            double used = (load.usedSeconds() - before) / (System.nanoTime() - began) * 1e9;
            rows.add(Row.of(BESIDE_LOAD, "the load itself", "%", List.of(100 * used)));
        }
        Thread.sleep(WARM_UP.minus(BUSY).minus(SETTLING).minus(WATCHED));
        rows.addAll(watched(SILENT, processes));
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
        Map<String, Used> before = used(processes);
        double napping = nap();
        Map<String, Used> after = used(processes);
        double seconds = (System.nanoTime() - began) / 1e9;
        List<Row> rows = new ArrayList<>();
        for (String name : processes.keySet()) {
            Used used = after.getOrDefault(name, Used.NOTHING);
            Used past = before.getOrDefault(name, Used.NOTHING);
            double share = 100 * (used.seconds() - past.seconds()) / seconds;
            rows.add(Row.of(when, name, "%", List.of(share)));
        }
        for (String name : processes.keySet()) {
            Used used = after.getOrDefault(name, Used.NOTHING);
            Used past = before.getOrDefault(name, Used.NOTHING);
            double often = (used.wakeUps() - past.wakeUps()) / seconds;
            rows.add(Row.of(when, "wake-ups of " + name, "/s", List.of(often)));
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

    /** What a process has taken since it began. */
    private record Used(double seconds, long wakeUps) {
        static final Used NOTHING = new Used(0, 0);
    }

    private static Map<String, Used> used(Map<String, Long> processes) throws IOException {
        Map<String, Used> used = new LinkedHashMap<>();
        for (Map.Entry<String, Long> process : processes.entrySet()) {
            long pid = process.getValue();
            used.put(process.getKey(), new Used(ProcessUse.seconds(pid), ProcessUse.wakeUps(pid)));
        }
        return used;
    }
}
