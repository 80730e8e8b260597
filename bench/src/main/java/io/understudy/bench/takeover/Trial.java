package io.understudy.bench.takeover;

import io.understudy.demo.client.RowReport;
import io.understudy.demo.client.RowWriter;
import io.understudy.demo.client.Verification;
import io.understudy.demo.stage.Frozen;
import io.understudy.demo.stage.Move;
import io.understudy.demo.stage.MoveWatch;
import io.understudy.demo.stage.Stage;
import io.understudy.demo.stage.StageException;
import io.understudy.demo.stage.StageNode;
import io.understudy.node.api.MoveReport;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** One loss or move of the primary, from a cluster at rest to a cluster at rest. */
final class Trial {

    private static final Duration EVERY = Duration.ofMillis(10);
    private static final int WARM_ROWS = 30;
    private static final Duration FROZEN_AFTER_TAKEOVER = Duration.ofSeconds(2);
    private static final List<String> PHASES =
            List.of(
                    "detected",
                    "lease taken",
                    "fenced",
                    "promoted",
                    MoveWatch.FIRST_COMMIT,
                    "server up",
                    "first worker back");

    private final Stage stage;
    private final Loopback loopback;
    private final String run;
    private final StageNode from;
    private final StageNode to;
    private final Map<String, Duration> times = new LinkedHashMap<>();
    private final Map<String, Long> counts = new LinkedHashMap<>();

    /**
     * @param run names its rows, once in the life of the cluster
     */
    Trial(Stage stage, Loopback loopback, String run) {
        this.stage = stage;
        this.loopback = loopback;
        this.run = run;
        this.from = loopback.primary();
        this.to = loopback.standby();
    }

    Measured kill() throws StageException, InterruptedException {
        RowWriter rows = writer("", List.of(from, to));
        awaitRows(rows);
        Instant began = Instant.now();
        loopback.troupe().kill(from);
        awaitMove(rows, began);
        loopback.troupe().startDaemon(from);
        loopback.settle();
        report(rows);
        return new Measured(times, counts);
    }

    Measured switchover() throws StageException, InterruptedException {
        RowWriter rows = writer("", List.of(from, to));
        awaitRows(rows);
        Instant began = Instant.now();
        loopback.askForSwitchover();
        awaitMove(rows, began);
        loopback.settle();
        report(rows);
        return new Measured(times, counts);
    }

    /**
     * A client whose connection is frozen learns of it by its own patience alone; so one that knows
     * the other node only is there from the freeze on, and takes the time.
     */
    Measured freeze() throws StageException, InterruptedException {
        RowWriter rows = writer("", List.of(from, to));
        awaitRows(rows);
        try (Observer observer = new Observer(new ObserverRows(stage, run), from)) {
            observer.open();
            Instant began = Instant.now();
            Frozen frozen = loopback.troupe().freezeAll(from);
            observer.frozen();
            RowWriter afterwards = writer("-new", List.of(to));
            try {
                awaitMove(afterwards, began);
                Thread.sleep(FROZEN_AFTER_TAKEOVER);
            } finally {
                observer.thaws();
                // However it went: what is left stopped could not even be ended.
                frozen.thaw();
            }
            times.put("thaw until all ended", Ending.of(frozen, observer.thawed()));
            loopback.settle();
            report(afterwards);
            observer.count(to, counts);
        }
        report(rows);
        return new Measured(times, counts);
    }

    private RowWriter writer(String suffix, List<StageNode> nodes) {
        RowWriter rows = loopback.troupe().rowWriter(run + suffix, nodes, EVERY);
        rows.start();
        return rows;
    }

    private void awaitRows(RowWriter rows) throws StageException, InterruptedException {
        loopback.await(
                "a client writes rows",
                () -> rows.lastAcknowledged().filter(row -> row.number() > WARM_ROWS));
    }

    /** Asks the nodes nothing before the first commit: they have two cores and enough to do. */
    private void awaitMove(RowWriter rows, Instant began)
            throws StageException, InterruptedException {
        loopback.await(
                to.id() + " acknowledges a commit",
                () ->
                        rows.lastAcknowledged()
                                .filter(row -> row.source().port() == to.ports().database()));
        MoveWatch watch = new MoveWatch(loopback.audience(), rows);
        Set<String> needed = Set.copyOf(PHASES);
        List<Move.Phase> phases =
                loopback.await(
                        "the move to " + to.id() + " is complete, with " + needed,
                        () -> Optional.of(watch.phases(to, began)).filter(Trial::complete));
        for (String name : PHASES) {
            phases.stream()
                    .filter(phase -> phase.name().equals(name))
                    .forEach(phase -> times.put(name, Duration.between(began, phase.at())));
        }
        loopback.changedPlaces();
        latestReport().ifPresent(this::addPhases);
    }

    private static boolean complete(List<Move.Phase> phases) {
        return phases.stream()
                .map(Move.Phase::name)
                .collect(Collectors.toSet())
                .containsAll(PHASES);
    }

    private Optional<MoveReport> latestReport() {
        return loopback.audience().moves(to.id()).stream()
                .filter(report -> report.side() == MoveReport.Side.TOOK)
                .reduce((_, later) -> later);
    }

    private void addPhases(MoveReport report) {
        for (MoveReport.PhaseReport phase : report.phases()) {
            String name = phase.phase().name().toLowerCase(Locale.ROOT);
            phase.took().ifPresent(took -> times.put("reported: " + name, took));
        }
    }

    /** Ends the writer and counts what came of its rows. */
    private void report(RowWriter rows) throws StageException, InterruptedException {
        rows.stop();
        RowReport report = rows.report();
        report.longestGap()
                .ifPresent(gap -> times.merge(Measured.LONGEST_GAP, gap.length(), Trial::longer));
        counts.merge(Measured.LOST, lost(report.verification()), Long::sum);
        counts.merge(Measured.CONTRADICTIONS, (long) report.contradictions().size(), Long::sum);
        counts.merge("rows acknowledged", report.acknowledged(), Long::sum);
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) > 0 ? one : other;
    }

    private static long lost(Verification verification) throws StageException {
        return switch (verification) {
            case Verification.Verified(var lost, long _, long _, var _) -> lost.size();
            case Verification.NotVerified(String why) -> throw new StageException(why);
        };
    }
}
