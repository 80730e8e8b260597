package io.understudy.lab.matrix;

import static org.assertj.core.api.Assertions.assertThat;

import io.understudy.lab.LabException;
import io.understudy.lab.cluster.LabCluster;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Cases on a cluster of their own; each that is not as expected is named at the end. */
final class Play {

    private static final Path PROGRAM =
            Path.of(System.getProperty("understudy.root", "."), "cli/target/understudy");

    private final Path folder;
    private final Clocks clocks;
    private final Optional<Page> page;
    private final List<String> mismatches = new ArrayList<>();
    private final long due;
    private int clusters;

    /** Which wall clocks the hosts have. */
    enum Clocks {
        AS_THEY_ARE,
        OF_THEIR_OWN
    }

    private Play(Path folder, Clocks clocks) throws IOException {
        this.folder = folder;
        this.clocks = clocks;
        String file = System.getProperty("understudy.matrix.write", "");
        long seconds = Long.getLong("understudy.matrix.seconds", Duration.ofDays(1).toSeconds());
        this.due = System.nanoTime() + Duration.ofSeconds(seconds).toNanos();
        this.page = file.isEmpty() ? Optional.empty() : Optional.of(new Page(Path.of(file)));
    }

    /**
     * Plays them all.
     *
     * <p>{@code -Dunderstudy.matrix.only=REGEX}: those alone whose name it is found in. {@code
     * -Dunderstudy.matrix.write=FILE}: what was measured goes into that page. {@code
     * -Dunderstudy.matrix.logs=true}: what each daemon said is printed.
     *
     * <p>So that it can be run in parts: {@code -Dunderstudy.matrix.seconds=N}: no case begins
     * later than that. {@code -Dunderstudy.matrix.since='2026-11-27 03:20'}: those that the page
     * has been written of since then, on UTC's clock, are left out.
     */
    static void all(List<Case> cases, Path folder, Clocks clocks) throws Exception {
        Play play = new Play(folder, clocks);
        Deque<Case> left = new ArrayDeque<>(cases.stream().filter(play::isChosen).toList());
        while (!left.isEmpty() && System.nanoTime() < play.due) {
            play.someOf(left);
        }
        if (!left.isEmpty()) {
            System.out.printf("%d cases are left for the next part%n", left.size());
        }
        assertThat(play.mismatches).isEmpty();
    }

    private boolean isChosen(Case one) {
        String since = System.getProperty("understudy.matrix.since", "");
        boolean left =
                !since.isEmpty() && page.filter(it -> it.wasRunSince(one, since)).isPresent();
        return !left
                && Pattern.compile(System.getProperty("understudy.matrix.only", ""))
                        .matcher(one.name())
                        .find();
    }

    /** Until all are played, or the cluster is of no more use. */
    private void someOf(Deque<Case> left) throws Exception {
        clusters++;
        LabCluster.Setting setting =
                new LabCluster.Setting(
                        folder.resolve("lab" + clusters),
                        PROGRAM,
                        LabCluster.configuration("fast"),
                        clocks == Clocks.OF_THEIR_OWN);
        try (LabCluster cluster = LabCluster.begin(setting);
                Runner runner = new Runner(cluster)) {
            while (!left.isEmpty()
                    && System.nanoTime() < due
                    && played(runner, left.removeFirst(), cluster)) {
                // The next one.
            }
        }
    }

    /** Whether the cluster is as it was before. */
    private boolean played(Runner runner, Case one, LabCluster cluster)
            throws InterruptedException, IOException {
        try {
            Measured measured = runner.play(one);
            System.out.printf("%s: %s%n", one.name(), measured.words());
            if (page.isPresent()) {
                page.get().measured(one, measured);
                page.get().write(Table.all());
            }
            if (Boolean.getBoolean("understudy.matrix.logs")) {
                System.out.println(cluster.logs(25));
            }
            judge(one, measured.against(one.expected()), cluster);
            return true;
        } catch (LabException e) {
            String how = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
            System.out.printf("%s: %s%n", one.name(), e.getMessage());
            if (page.isPresent()) {
                page.get().failed(one, how);
                page.get().write(Table.all());
            }
            judge(one, List.of(how), cluster);
            return false;
        }
    }

    private void judge(Case one, List<String> against, LabCluster cluster) {
        if (one.open().isPresent() && against.isEmpty()) {
            mismatches.add(one.name() + ": as expected, so this is mended: " + one.open().get());
        } else if (one.open().isEmpty() && !against.isEmpty()) {
            against.forEach(found -> mismatches.add(one.name() + ": " + found));
            System.out.println(against + "\n" + cluster.standings() + "\n" + cluster.logs(60));
        }
    }
}
