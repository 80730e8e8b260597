package io.understudy.lab.matrix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.understudy.lab.Lab;
import io.understudy.lab.cluster.LabCluster;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Faults by chance for a given time ({@code -Dunderstudy.mix.seconds}): nothing acknowledged is
 * lost, no two take writes at once, and the cluster is whole again after each.
 */
@Tag("long")
@Timeout(7200)
class FaultMixTest {

    private static final Path PROGRAM =
            Path.of(System.getProperty("understudy.root", "."), "cli/target/understudy");

    @TempDir Path folder = Path.of("");

    @Test
    void whateverHappensNothingIsLostAndOneWrites() throws Exception {
        var missing = Lab.missing();
        assumeTrue(missing.isEmpty(), missing.orElse(""));
        long seed = Long.getLong("understudy.mix.seed", System.nanoTime());
        Duration length = Duration.ofSeconds(Long.getLong("understudy.mix.seconds", 300));
        String replay =
                "./dev mvn -pl lab -am -Dtest=FaultMixTest -Dsurefire.failIfNoSpecifiedTests=false"
                        + " -Dunderstudy.tests.excluded=none -Dunderstudy.mix.seed="
                        + seed
                        + " -Dunderstudy.mix.seconds="
                        + length.toSeconds()
                        + " test";
        System.out.println("the same faults again: " + replay);
        Mix mix = new Mix(seed);
        long due = System.nanoTime() + length.toNanos();
        LabCluster.Setting setting =
                new LabCluster.Setting(
                        folder.resolve("lab"), PROGRAM, LabCluster.configuration("fast"), false);
        try (LabCluster cluster = LabCluster.begin(setting);
                Runner runner = new Runner(cluster)) {
            while (System.nanoTime() < due) {
                Case one = mix.next();
                Measured measured = runner.play(one);
                System.out.printf("%s: %s%n", one.fault(), measured.words());
                assertThat(measured.against(one.expected()))
                        .as("%s; the same again: %s%n%s", one.fault(), replay, cluster.logs(60))
                        .isEmpty();
            }
        }
    }
}
