package io.understudy.lab.matrix;

import static org.assertj.core.api.Assertions.assertThat;

import io.understudy.lab.LabException;
import io.understudy.lab.cluster.LabCluster;
import java.io.IOException;
import java.nio.file.Path;
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
        this.page = file.isEmpty() ? Optional.empty() : Optional.of(new Page(Path.of(file)));
    }

    /**
     * Plays them all.
     *
     * <p>{@code -Dunderstudy.matrix.only=REGEX}: those alone whose name it is found in. {@code
     * -Dunderstudy.matrix.write=FILE}: what was measured goes into that page. {@code
     * -Dunderstudy.matrix.logs=true}: what each daemon said is printed.
     */
    static void all(List<Case> cases, Path folder, Clocks clocks) throws Exception {
        Play play = new Play(folder, clocks);
        Deque<Case> left = new ArrayDeque<>(cases.stream().filter(Play::isChosen).toList());
        while (!left.isEmpty()) {
            play.someOf(left);
        }
        if (play.page.isPresent()) {
            play.page.get().write(Table.all());
        }
        assertThat(play.mismatches).isEmpty();
    }

    private static boolean isChosen(Case one) {
        return Pattern.compile(System.getProperty("understudy.matrix.only", ""))
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
            while (!left.isEmpty() && played(runner, left.removeFirst(), cluster)) {
                // The next one.
            }
        }
    }

    /** Whether the cluster is as it was before. */
    private boolean played(Runner runner, Case one, LabCluster cluster)
            throws InterruptedException {
        try {
            Measured measured = runner.play(one);
            System.out.printf("%s: %s%n", one.name(), measured.words());
            page.ifPresent(written -> written.measured(one, measured));
            if (Boolean.getBoolean("understudy.matrix.logs")) {
                System.out.println(cluster.logs(25));
            }
            judge(one, measured.against(one.expected()), cluster);
            return true;
        } catch (LabException e) {
            String how = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
            System.out.printf("%s: %s%n", one.name(), e.getMessage());
            page.ifPresent(written -> written.failed(one, how));
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
