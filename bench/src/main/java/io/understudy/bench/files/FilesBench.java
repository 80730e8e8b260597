package io.understudy.bench.files;

import io.understudy.bench.Figures;
import io.understudy.bench.Folders;
import io.understudy.bench.Row;
import io.understudy.bench.takeover.IdleUse;
import io.understudy.bench.takeover.Strike;
import io.understudy.demo.stage.Audience;
import io.understudy.demo.stage.Narrator;
import io.understudy.demo.stage.Programs;
import io.understudy.demo.stage.Scenery;
import io.understudy.demo.stage.Show;
import io.understudy.demo.stage.Stage;
import io.understudy.demo.stage.StageException;
import io.understudy.demo.stage.StageNode;
import io.understudy.demo.stage.Troupe;
import io.understudy.node.api.FilesReport;
import io.understudy.node.api.NodeReport;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * {@code ./dev bench files}: how long the standby takes to have what the primary's server has,
 * beside rsync to its daemon, which neither encrypts nor flushes.
 */
public final class FilesBench {

    private static final Duration LONG = Duration.ofMinutes(2);
    private static final Duration LOOK_EVERY = Duration.ofMillis(20);
    private static final int SMALL_FILES = 10_000;
    private static final int BIG_MEGABYTES = 1024;
    private static final String FIRST = "first carry";

    private final Asked asked;
    private final Audience audience;
    private final Stage stage;
    private final Rsync rsync;
    private final Material material = new Material();
    private final List<Row> rows = new ArrayList<>();

    private FilesBench(Asked asked, Stage stage, Audience audience, Rsync rsync) {
        this.asked = asked;
        this.stage = stage;
        this.audience = audience;
        this.rsync = rsync;
    }

    /**
     * What is to be measured.
     *
     * @param only {@code big} or {@code many}: one of the first carries alone; empty for all
     * @param link the rate of the network that this process finds itself in; empty for the
     *     loopback's own
     */
    public record Asked(int runs, String only, String link) {

        private String over() {
            return link.isEmpty() ? "" : " over " + link;
        }
    }

    /**
     * Sets up the cluster, measures, and ends all that it started, also on Ctrl-C.
     *
     * @param program the installed {@code understudy}
     * @throws IOException with a sentence for whoever ran it
     */
    public static Figures run(Path program, Asked asked, PrintStream out)
            throws IOException, InterruptedException {
        Stage stage = Stage.open();
        Programs programs = new Programs(program);
        Troupe troupe = new Troupe(stage, programs);
        try (Strike _ = new Strike(stage, troupe)) {
            Path postgresql =
                    Programs.postgresql()
                            .orElseThrow(() -> new StageException("needed PostgreSQL 13 to 18"));
            new Scenery(stage, programs, postgresql).set();
            Path copy = Files.createDirectories(stage.folder().resolve("rsync"));
            configure(stage);
            try (Rsync rsync = new Rsync(stage.folder(), copy);
                    Audience audience = new Show(stage, troupe, new Narrator(out, false)).raise()) {
                return new FilesBench(asked, stage, audience, rsync).measure(out, troupe);
            }
        } catch (StageException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    private static Path carried(StageNode node) {
        return node.folder().resolve("carried");
    }

    private static void configure(Stage stage) throws IOException {
        for (StageNode carrier : stage.carriers()) {
            Files.createDirectories(carried(carrier));
        }
        Files.writeString(carried(stage.first()).resolve("always"), "here");
        Path file = stage.folder().resolve("understudy.yaml");
        String second = "  %s:\n".formatted(stage.second().id());
        Files.writeString(
                file,
                Files.readString(file)
                                .replace(
                                        second,
                                        second
                                                + "    files: { carried: { path: %s } }\n"
                                                        .formatted(carried(stage.second())))
                        + "files: { carried: { path: %s } }\n".formatted(carried(stage.first())));
    }

    private Figures measure(PrintStream out, Troupe troupe)
            throws IOException, InterruptedException, StageException {
        await(1);
        if (!asked.only().equals("big")) {
            compare(
                    "%d files of 4 KiB%s".formatted(SMALL_FILES, asked.over()),
                    out,
                    folder -> material.small(folder, SMALL_FILES));
        }
        if (!asked.only().equals("many")) {
            compare(
                    "one file of %d MiB%s".formatted(BIG_MEGABYTES, asked.over()),
                    out,
                    folder -> material.big(folder, BIG_MEGABYTES));
        }
        if (!asked.only().isEmpty()) {
            return Figures.here("files", rows);
        }
        changes(Math.max(asked.runs(), 1) * 5);
        out.printf(
                "idle: %d s with %d files carried, the last 30 count%n",
                IdleUse.TAKES.toSeconds(), SMALL_FILES);
        rows.addAll(IdleUse.measure(stage, troupe));
        return Figures.here("files", rows);
    }

    /** What fills a folder. */
    private interface Filling {
        void fill(Path folder) throws IOException;
    }

    private void compare(String what, PrintStream out, Filling filling)
            throws IOException, InterruptedException, StageException {
        int runs = asked.runs();
        List<Duration> ours = new ArrayList<>();
        List<Duration> theirs = new ArrayList<>();
        List<Duration> durable = new ArrayList<>();
        List<Double> ratios = new ArrayList<>();
        List<Double> alike = new ArrayList<>();
        Stages stages = new Stages();
        Path made = stage.first().folder().resolve("made");
        Path there = carried(stage.first()).resolve("set");
        for (int run = 1; run <= runs; run++) {
            filling.fill(made);
            int files = count(made) + 1;
            settle();
            long began = System.nanoTime();
            Files.move(made, there);
            await(files);
            ours.add(Duration.ofNanos(System.nanoTime() - began));
            stages.add("primary's", report(stage.first()));
            stages.add("standby's", report(stage.second()));
            settle();
            began = System.nanoTime();
            theirs.add(rsync.carry(carried(stage.first())));
            settle();
            durable.add(Duration.ofNanos(System.nanoTime() - began));
            ratios.add((double) ours.getLast().toNanos() / theirs.getLast().toNanos());
            alike.add((double) ours.getLast().toNanos() / durable.getLast().toNanos());
            out.printf(
                    "%s, run %d of %d: %.3f s, rsync %.3f s%n",
                    what,
                    run,
                    runs,
                    ours.getLast().toNanos() / 1e9,
                    theirs.getLast().toNanos() / 1e9);
            Folders.delete(there);
            await(1);
            var _ = rsync.carry(carried(stage.first()));
        }
        rows.add(Row.ofSeconds(what, FIRST, ours));
        rows.addAll(stages.rows(what));
        rows.add(Row.ofSeconds(what, "rsync", theirs));
        rows.add(Row.ofSeconds(what, "rsync, then flushed", durable));
        rows.add(Row.of(what, "times rsync's time", "x", ratios));
        rows.add(Row.of(what, "times rsync, flushed", "x", alike));
    }

    private void changes(int runs) throws IOException, InterruptedException, StageException {
        String what = "one of %d changes%s".formatted(SMALL_FILES, asked.over());
        Path made = stage.first().folder().resolve("made");
        Path there = carried(stage.first()).resolve("set");
        material.small(made, SMALL_FILES);
        Files.move(made, there);
        await(SMALL_FILES + 1);
        var _ = rsync.carry(carried(stage.first()));
        Path changed = there.resolve("d50/f5000");
        Path copy = carried(stage.second()).resolve("set/d50/f5000");
        List<Duration> ours = new ArrayList<>();
        List<Duration> theirs = new ArrayList<>();
        for (int run = 1; run <= runs; run++) {
            settle();
            material.change(changed);
            byte[] wanted = Files.readAllBytes(changed);
            long began = System.nanoTime();
            untilSame(copy, wanted);
            ours.add(Duration.ofNanos(System.nanoTime() - began));
            theirs.add(rsync.carry(carried(stage.first())));
        }
        rows.add(Row.ofSeconds(what, "until it is there", ours));
        rows.add(Row.ofSeconds(what, "rsync", theirs));
    }

    private static void untilSame(Path copy, byte[] wanted)
            throws IOException, InterruptedException {
        long due = System.nanoTime() + LONG.toNanos();
        while (!Arrays.equals(Files.readAllBytes(copy), wanted)) {
            if (System.nanoTime() > due) {
                throw new IOException("needed the change in " + copy + ", it did not come");
            }
            Thread.sleep(1);
        }
    }

    private static int count(Path folder) throws IOException {
        try (var files = Files.walk(folder)) {
            return (int) files.filter(Files::isRegularFile).count();
        }
    }

    /** What was written before is not to slow down what is measured now. */
    private static void settle() throws IOException, InterruptedException {
        new ProcessBuilder("/bin/sync").start().waitFor();
    }

    /** Until the standby says that it has put in place a generation with that many files. */
    private void await(int files) throws InterruptedException, StageException {
        long due = System.nanoTime() + LONG.toNanos();
        while (!hasInPlace(files)) {
            if (System.nanoTime() > due) {
                throw new StageException(
                        "needed %d files on the standby, see %s"
                                .formatted(files, stage.second().log()));
            }
            Thread.sleep(LOOK_EVERY);
        }
    }

    private Optional<FilesReport> report(StageNode node) {
        return audience.report(node.id()).flatMap(NodeReport::files);
    }

    private boolean hasInPlace(int files) {
        return report(stage.second()).stream()
                .flatMap(report -> Optional.of(report.sets()).stream())
                .anyMatch(sets -> sets.stream().anyMatch(set -> set.files() == files));
    }
}
