package io.understudy.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * {@code ./dev bench start}: how long a person waits for a command, and a cluster for a daemon. The
 * status is of a cluster in which one node of three answers.
 */
final class StartBench {

    private static final int MOST_DAEMON_STARTS = 10;

    private final Cluster cluster;
    private final int runs;

    private StartBench(Cluster cluster, int runs) {
        this.cluster = cluster;
        this.runs = runs;
    }

    /** Ends what it started, and leaves its folder only where it fails. */
    static Figures run(Path program, int runs) throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory("understudy-bench-");
        StartBench bench = new StartBench(Cluster.found(program, folder), runs);
        List<Row> rows = new ArrayList<>();
        rows.add(bench.daemonStarts());
        rows.addAll(bench.commands());
        Folders.delete(folder);
        return Figures.here("start", rows);
    }

    private Row daemonStarts() throws IOException, InterruptedException {
        List<Duration> took = new ArrayList<>();
        for (int i = 0; i < Math.min(runs, MOST_DAEMON_STARTS); i++) {
            Process daemon = cluster.daemon();
            try {
                took.add(cluster.untilListening(daemon));
            } finally {
                end(daemon);
            }
        }
        return Row.ofSeconds("node", "until it listens", took);
    }

    private List<Row> commands() throws IOException, InterruptedException {
        Process daemon = cluster.daemon();
        try {
            cluster.untilListening(daemon);
            return List.of(
                    command("--version"),
                    command("--help"),
                    command("status", "--home", cluster.home()));
        } finally {
            end(daemon);
        }
    }

    /** The first run, which reads files that may not be in memory, is not counted. */
    private Row command(String... words) throws IOException, InterruptedException {
        cluster.run(words);
        List<Duration> took = new ArrayList<>();
        for (int i = 0; i < runs; i++) {
            took.add(cluster.run(words));
        }
        return Row.ofSeconds(words[0], "until it ends", took);
    }

    private static void end(Process daemon) throws InterruptedException {
        daemon.destroy();
        if (!daemon.waitFor(20, TimeUnit.SECONDS)) {
            daemon.destroyForcibly().waitFor();
        }
    }
}
