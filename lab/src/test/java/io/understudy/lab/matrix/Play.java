package io.understudy.lab.matrix;

import static org.assertj.core.api.Assertions.assertThat;

import io.understudy.lab.LabException;
import io.understudy.lab.cluster.LabCluster;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Cases on a cluster of their own; each that is not as expected is named at the end. */
final class Play {

    private static final Path PROGRAM =
            Path.of(System.getProperty("understudy.root", "."), "cli/target/understudy");

    private Play() {}

    /** Which wall clocks the hosts have. */
    enum Clocks {
        AS_THEY_ARE,
        OF_THEIR_OWN
    }

    static void all(List<Case> cases, Path folder, Clocks clocks) throws Exception {
        List<Case> chosen = cases.stream().filter(Play::isChosen).toList();
        if (chosen.isEmpty()) {
            return;
        }
        List<String> mismatches = new ArrayList<>();
        try (LabCluster cluster =
                        LabCluster.begin(
                                new LabCluster.Setting(
                                        folder,
                                        PROGRAM,
                                        LabCluster.configuration("fast"),
                                        clocks == Clocks.OF_THEIR_OWN));
                Runner runner = new Runner(cluster)) {
            for (Case one : chosen) {
                mismatches.addAll(played(runner, one, cluster));
            }
        }
        assertThat(mismatches).isEmpty();
    }

    /** {@code -Dunderstudy.matrix.only=REGEX} plays those alone whose name it is found in. */
    private static boolean isChosen(Case one) {
        return Pattern.compile(System.getProperty("understudy.matrix.only", ""))
                .matcher(one.name())
                .find();
    }

    private static List<String> played(Runner runner, Case one, LabCluster cluster)
            throws LabException, InterruptedException {
        try {
            Measured measured = runner.play(one);
            List<String> against = measured.against(one.expected());
            System.out.printf("%s: %s%s%n", one.name(), measured, against);
            if (!against.isEmpty()) {
                System.out.println(cluster.logs(60));
            }
            return against.stream().map(found -> one.name() + ": " + found).toList();
        } catch (LabException e) {
            System.out.println(cluster.logs(100));
            // What comes after it would begin with its rest.
            throw new LabException(one.name() + ": " + e.getMessage(), e);
        }
    }
}
