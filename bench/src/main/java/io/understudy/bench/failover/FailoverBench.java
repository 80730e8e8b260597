package io.understudy.bench.failover;

import io.understudy.bench.Figures;
import io.understudy.bench.Folders;
import io.understudy.lab.Buildbot;
import io.understudy.lab.BuildbotClient;
import io.understudy.lab.Host;
import io.understudy.lab.Lab;
import io.understudy.lab.LabException;
import io.understudy.lab.LoneMaster;
import io.understudy.lab.cluster.LabCluster;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * {@code ./dev bench failover}: how long a client on another host waits for its next commit, by the
 * client alone, and by the product's own reports phase by phase; and how long a Buildbot and its
 * workers take to build again.
 */
public final class FailoverBench {

    private FailoverBench() {}

    /**
     * What it found.
     *
     * @param targets one line for each figure that is promised
     * @param good whether nothing was lost and never two wrote
     */
    public record Result(Figures figures, List<String> targets, boolean good) {}

    /**
     * Makes hosts and a cluster on them, strikes the primary so many times in each way, and takes
     * all of it away, also on Ctrl-C.
     *
     * @param program the folder of the program as built
     * @param only those ways whose name has that in it; empty for all
     * @throws IOException with a sentence for whoever ran it
     */
    public static Result run(Path program, int runs, String only, PrintStream out)
            throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory("understudy-failover-");
        try {
            if (Lab.missing().isPresent()) {
                throw new IOException(Lab.missing().get());
            }
            if (!Buildbot.isInstalled()) {
                throw new IOException(Buildbot.NEEDED);
            }
            LabCluster.Setting setting =
                    new LabCluster.Setting(
                            folder.resolve("lab"),
                            program,
                            LabCluster.configurationOfBuildbot("fast"),
                            false,
                            true);
            try (LabCluster cluster = LabCluster.begin(setting)) {
                Thread ending = new Thread(() -> end(cluster));
                Runtime.getRuntime().addShutdownHook(ending);
                Tally tally = measure(cluster, runs, only, out);
                Runtime.getRuntime().removeShutdownHook(ending);
                return new Result(
                        Figures.here("failover", tally.rows()), tally.targets(), tally.good());
            }
        } catch (LabException e) {
            throw new IOException(e.getMessage(), e);
        } finally {
            Folders.delete(folder);
        }
    }

    private static void end(LabCluster cluster) {
        try {
            cluster.close();
        } catch (LabException e) {
            System.err.println("bench: " + e.getMessage());
        }
    }

    /** With its workers, a build that does not end, and a master beside it. */
    private static Buildbot buildbot(LabCluster cluster) throws LabException, InterruptedException {
        Buildbot buildbot = new Buildbot(cluster.lab());
        Host primary = cluster.awaitWhole(Duration.ofSeconds(60));
        buildbot.grant(primary);
        buildbot.startWorkers();
        try (BuildbotClient client = buildbot.client()) {
            client.bringChange("long");
            cluster.await(
                    "a long build runs",
                    Duration.ofSeconds(60),
                    () ->
                            Optional.of(buildbot.look(primary))
                                    .filter(sight -> sight.running().contains("long")));
        }
        LoneMaster.install(cluster.lab(), primary);
        return buildbot;
    }

    private static Tally measure(LabCluster cluster, int runs, String only, PrintStream out)
            throws LabException, InterruptedException {
        Tally tally = new Tally();
        Trial trial = new Trial(cluster, buildbot(cluster), tally);
        for (Blow blow : Blow.values()) {
            if (!blow.title().contains(only)) {
                continue;
            }
            for (int run = 1; run <= runs; run++) {
                out.printf("%s, run %d of %d: %s%n", blow.title(), run, runs, trial.strike(blow));
            }
        }
        return tally;
    }
}
