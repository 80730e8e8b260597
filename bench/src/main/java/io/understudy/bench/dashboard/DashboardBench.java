package io.understudy.bench.dashboard;

import io.understudy.bench.Figures;
import io.understudy.bench.ProcessUse;
import io.understudy.bench.Row;
import io.understudy.bench.takeover.Strike;
import io.understudy.core.model.Epoch;
import io.understudy.demo.stage.Audience;
import io.understudy.demo.stage.Narrator;
import io.understudy.demo.stage.Programs;
import io.understudy.demo.stage.Scenery;
import io.understudy.demo.stage.Show;
import io.understudy.demo.stage.Stage;
import io.understudy.demo.stage.StageException;
import io.understudy.demo.stage.StageNode;
import io.understudy.demo.stage.Troupe;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * {@code ./dev bench dashboard}: what 200 open pages and 50 requests a second cost the daemon of
 * the primary, and whether its lease is renewed as before.
 */
public final class DashboardBench {

    private static final int PAGES = 200;
    private static final int REQUESTS_A_SECOND = 50;

    /** Of a core, in percent. */
    private static final double MOST_USE = 10;

    /**
     * Beside what is measured the JVM still compiles; what it costs in its first minute is shown by
     * others.
     */
    private static final Duration WARM_UP = Duration.ofSeconds(45);

    private static final Duration WATCHED = Duration.ofSeconds(30);
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(200);

    private final Stage stage;
    private final Troupe troupe;
    private final Audience audience;
    private final PrintStream out;

    private DashboardBench(Stage stage, Troupe troupe, Audience audience, PrintStream out) {
        this.stage = stage;
        this.troupe = troupe;
        this.audience = audience;
        this.out = out;
    }

    /**
     * Whether what is promised was kept.
     *
     * @param targets one line for each figure that is promised
     */
    public record Result(Figures figures, List<String> targets, boolean good) {}

    /** What was seen in one stretch of time. */
    private record Watched(Map<String, Double> use, List<Double> leases, double resident) {}

    /**
     * Sets up the cluster, measures, and ends all that it started, also on Ctrl-C.
     *
     * @param program the installed {@code understudy}
     * @throws IOException with a sentence for whoever ran it
     */
    public static Result run(Path program, PrintStream out)
            throws IOException, InterruptedException {
        Stage stage = Stage.open();
        Programs programs = new Programs(program);
        Troupe troupe = new Troupe(stage, programs);
        try (Strike _ = new Strike(stage, troupe)) {
            Path postgresql =
                    Programs.postgresql()
                            .orElseThrow(() -> new StageException("needed PostgreSQL 13 to 18"));
            new Scenery(stage, programs, postgresql).set();
            try (Audience audience = new Show(stage, troupe, new Narrator(out, false)).raise()) {
                return new DashboardBench(stage, troupe, audience, out)
                        .measure(new Admission(program, stage.first().home()));
            }
        } catch (StageException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    private Result measure(Admission admission)
            throws StageException, IOException, InterruptedException {
        Epoch before = epoch();
        out.printf(
                "without: %d s, and %d s that count%n", WARM_UP.toSeconds(), WATCHED.toSeconds());
        Thread.sleep(WARM_UP);
        Watched without = watch();
        String page = "https://127.0.0.1:" + stage.first().ports().dashboard();
        out.printf("with %d pages and %d requests a second: the same%n", PAGES, REQUESTS_A_SECOND);
        try (Visitors visitors = new Visitors(admission.client(), page, admission.token())) {
            visitors.begin(PAGES, REQUESTS_A_SECOND);
            Thread.sleep(WARM_UP);
            visitors.reset();
            Watched with = watch();
            return result(without, with, visitors, before.equals(epoch()));
        }
    }

    private Result result(Watched without, Watched with, Visitors visitors, boolean stayed) {
        List<Row> rows = new ArrayList<>();
        rows.addAll(rows("without", without));
        rows.addAll(rows("with", with));
        double events = visitors.events() / (double) PAGES / WATCHED.toSeconds();
        rows.add(Row.of("with", "events a second and page", "", List.of(events)));
        rows.add(Row.of("with", "answer to a request", "ms", visitors.milliseconds()));
        List<String> failures = visitors.failures();
        failures.forEach(failure -> out.println("failed: " + failure));
        rows.add(Row.of("with", "failed requests", "", List.of((double) failures.size())));
        double more = use(with) - use(without);
        double shorter = lowest(without) - lowest(with);
        double step = 1000.0 / 3;
        List<String> targets =
                List.of(
                        "%s: less than %.0f %% of a core more: %.1f %%"
                                .formatted(word(more < MOST_USE), MOST_USE, more),
                        "%s: no renewal delayed (the lowest lease is at most a renewal's %.0f ms shorter): %.0f ms shorter"
                                .formatted(word(shorter < step), step, shorter),
                        "%s: no move: %s".formatted(word(stayed), stayed ? "none" : "one"));
        return new Result(
                Figures.here("dashboard", rows),
                targets,
                more < MOST_USE && shorter < step && stayed && failures.isEmpty());
    }

    private List<Row> rows(String scenario, Watched watched) {
        List<Row> rows = new ArrayList<>();
        watched.use()
                .forEach((name, use) ->
                        rows.add(Row.of(scenario, name, "% of a core", List.of(use))));
        rows.add(Row.of(scenario, "lease left", "ms", watched.leases()));
        rows.add(Row.of(scenario, "resident", "MiB", List.of(watched.resident())));
        return rows;
    }

    private Watched watch() throws StageException, IOException, InterruptedException {
        Map<String, Double> before = used();
        List<Double> leases = new ArrayList<>();
        long began = System.nanoTime();
        while (System.nanoTime() - began < WATCHED.toNanos()) {
            audience.report(stage.first().id())
                    .flatMap(report -> report.standing().leaseLeft())
                    .ifPresent(left -> leases.add((double) left.toMillis()));
            Thread.sleep(BETWEEN_LOOKS);
        }
        double seconds = (System.nanoTime() - began) / 1e9;
        Map<String, Double> use = new LinkedHashMap<>();
        used().forEach((name, now) ->
                use.put(name, 100 * (now - before.getOrDefault(name, now)) / seconds));
        return new Watched(
                use, leases, ProcessUse.residentMebibytes(troupe.daemonPid(stage.first())));
    }

    private Map<String, Double> used() throws StageException, IOException {
        Map<String, Double> used = new LinkedHashMap<>();
        for (StageNode node : stage.nodes()) {
            used.put("daemon of " + node.id(), ProcessUse.seconds(troupe.daemonPid(node)));
        }
        return used;
    }

    private Epoch epoch() throws StageException {
        return audience.report(stage.first().id())
                .map(report -> report.standing().epochSeen())
                .orElseThrow(() -> new StageException(stage.first().id() + " did not answer"));
    }

    private double use(Watched watched) {
        return watched.use().getOrDefault("daemon of " + stage.first().id(), 0.0);
    }

    private static double lowest(Watched watched) {
        return watched.leases().stream().mapToDouble(left -> left).min().orElse(0);
    }

    private static String word(boolean kept) {
        return kept ? "kept" : "MISSED";
    }
}
