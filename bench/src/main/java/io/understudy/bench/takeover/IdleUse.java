package io.understudy.bench.takeover;

import io.understudy.bench.Row;
import io.understudy.demo.stage.Stage;
import io.understudy.demo.stage.StageException;
import io.understudy.demo.stage.StageNode;
import io.understudy.demo.stage.Troupe;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** How much of a core the daemons and guards take while nothing happens, and how much memory. */
public final class IdleUse {

    /** A daemon runs for months; its first minute, while the JVM compiles, is not what it costs. */
    private static final Duration WARM_UP = Duration.ofSeconds(60);

    private static final Duration WATCHED = Duration.ofSeconds(30);

    /** What Linux counts in for programs, on every machine. */
    private static final double TICKS_A_SECOND = 100;

    private static final int USER_TIME = 11;
    private static final int SYSTEM_TIME = 12;

    private IdleUse() {}

    /** Takes 90 s. */
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
        Thread.sleep(WARM_UP);
        long began = System.nanoTime();
        Map<String, Long> before = ticks(processes);
        Thread.sleep(WATCHED);
        Map<String, Long> after = ticks(processes);
        double seconds = (System.nanoTime() - began) / 1e9;
        List<Row> rows = new ArrayList<>();
        for (String name : processes.keySet()) {
            long used = after.getOrDefault(name, 0L) - before.getOrDefault(name, 0L);
            rows.add(Row.of("idle", name, "%", List.of(100 * used / TICKS_A_SECOND / seconds)));
        }
        for (Map.Entry<String, Long> process : processes.entrySet()) {
            rows.add(
                    Row.of(
                            "resident",
                            process.getKey(),
                            "MiB",
                            List.of(residentKilobytes(process.getValue()) / 1024)));
        }
        return rows;
    }

    private static double residentKilobytes(long process) throws IOException {
        return Files.readAllLines(Path.of("/proc", Long.toString(process), "status")).stream()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToDouble(line -> Double.parseDouble(line.replaceAll("[^0-9]", "")))
                .sum();
    }

    private static Map<String, Long> ticks(Map<String, Long> processes) throws IOException {
        Map<String, Long> ticks = new LinkedHashMap<>();
        for (Map.Entry<String, Long> process : processes.entrySet()) {
            String stat = Files.readString(Path.of("/proc", process.getValue().toString(), "stat"));
            // Its name comes before, and may hold blanks.
            List<String> fields = List.of(stat.substring(stat.lastIndexOf(')') + 2).split(" "));
            ticks.put(
                    process.getKey(),
                    Long.parseLong(fields.get(USER_TIME))
                            + Long.parseLong(fields.get(SYSTEM_TIME)));
        }
        return ticks;
    }
}
