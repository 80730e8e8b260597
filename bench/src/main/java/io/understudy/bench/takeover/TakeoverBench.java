package io.understudy.bench.takeover;

import io.understudy.bench.Figures;
import io.understudy.bench.Row;
import io.understudy.demo.stage.Audience;
import io.understudy.demo.stage.Narrator;
import io.understudy.demo.stage.Programs;
import io.understudy.demo.stage.Scenery;
import io.understudy.demo.stage.Show;
import io.understudy.demo.stage.Stage;
import io.understudy.demo.stage.StageException;
import io.understudy.demo.stage.Troupe;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * {@code ./dev bench takeover}: how long the cluster takes until a client's commit is acknowledged
 * again, phase by phase, and whether anything was lost or written twice.
 */
public final class TakeoverBench {

    private final Stage stage;
    private final Loopback loopback;
    private final int runs;
    private final PrintStream out;
    private final Tally tally = new Tally();

    private TakeoverBench(Stage stage, Loopback loopback, int runs, PrintStream out) {
        this.stage = stage;
        this.loopback = loopback;
        this.runs = runs;
        this.out = out;
    }

    /**
     * Whether nothing was lost and nobody but the primary wrote.
     *
     * @param targets one line for each figure that is promised
     */
    public record Result(Figures figures, List<String> targets, boolean good) {}

    /**
     * Sets up the cluster, runs each scenario, and ends all that it started, also on Ctrl-C.
     *
     * @param program the installed {@code understudy}
     * @throws IOException with a sentence for whoever ran it
     */
    public static Result run(Path program, int runs, PrintStream out)
            throws IOException, InterruptedException {
        Stage stage = Stage.open();
        Programs programs = new Programs(program);
        Troupe troupe = new Troupe(stage, programs);
        try (Strike _ = new Strike(stage, troupe)) {
            Path postgresql =
                    Programs.postgresql()
                            .orElseThrow(() -> new StageException("needed PostgreSQL 13 to 18"));
            new Scenery(stage, programs, postgresql).set();
            Show show = new Show(stage, troupe, new Narrator(out, false));
            try (Audience audience = show.raise()) {
                Loopback loopback = new Loopback(stage, troupe, audience);
                return new TakeoverBench(stage, loopback, runs, out).measure(show);
            }
        } catch (StageException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    private Result measure(Show show) throws StageException, IOException, InterruptedException {
        out.printf(
                """
                idle: %d s in which nothing happens
                  %s: nothing else runs here, and each wake-up finds cold caches
                  %s: beside one thread that walks through memory for half a core
                """,
                IdleUse.TAKES.toSeconds(), IdleUse.SILENT, IdleUse.BESIDE_LOAD);
        List<Row> rows = new ArrayList<>(IdleUse.measure(stage, loopback.troupe()));
        show.startWorkers(loopback.audience());
        for (Scenario scenario : Scenario.values()) {
            for (int run = 1; run <= runs; run++) {
                Measured measured = run(scenario, run);
                tally.add(scenario, measured);
                out.println(progress(scenario, run, measured));
            }
        }
        rows.addAll(tally.rows());
        return new Result(Figures.here("takeover", rows), Targets.lines(rows), tally.good());
    }

    private Measured run(Scenario scenario, int run) throws StageException, InterruptedException {
        loopback.settle();
        if (scenario == Scenario.KILL_WITH_LEADER) {
            loopback.letPrimaryLead();
        } else {
            loopback.letWitnessLead();
        }
        Trial trial =
                new Trial(stage, loopback, scenario.name().toLowerCase(Locale.ROOT) + "-" + run);
        return switch (scenario) {
            case KILL, KILL_WITH_LEADER -> trial.kill();
            case FREEZE -> trial.freeze();
            case SWITCHOVER -> trial.switchover();
        };
    }

    private String progress(Scenario scenario, int run, Measured measured) {
        StringBuilder line =
                new StringBuilder("%s, run %d of %d:".formatted(scenario.title(), run, runs));
        measured.times()
                .forEach((name, time) ->
                        line.append(" %s %.3f s,".formatted(name, time.toMillis() / 1e3)));
        measured.counts().forEach((name, count) -> line.append(" %s %d,".formatted(name, count)));
        return line.substring(0, line.length() - 1);
    }
}
