package io.understudy.testkit.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import io.understudy.testkit.simulator.SeedRunner.Summary;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The simulator itself. That its rules hold in thousands of seeds says {@link TransitionsTest}. */
class SimulationTest {

    @Test
    void theSameSeedGivesTheSameRun() {
        assertThat(transcriptOf(42)).isEqualTo(transcriptOf(42)).hasSizeGreaterThan(30);
        assertThat(transcriptOf(42)).isNotEqualTo(transcriptOf(43));
    }

    @ParameterizedTest
    @MethodSource("mutants")
    void findsTheMistake(String mutant) {
        Rules broken = Mutants.named(mutant);

        Summary summary = new SeedRunner(broken).run(1, 1000, 1, Duration.ofSeconds(60));

        assertThat(summary.failures())
                .as("nothing found in %d seeds", summary.seeds())
                .isNotEmpty();
        assertThat(summary.failures().getFirst().report())
                .contains("replay: ./dev simulate --seed");
    }

    /** A moment of some hundredths of a second is brought about on purpose. */
    @ParameterizedTest
    @ValueSource(strings = {"fences-on-after-a-loss", "promotes-without-waiting"})
    void oneSeedInTwentyFindsWhatShowsInAMomentAlone(String mutant) {
        Summary summary =
                new SeedRunner(Mutants.named(mutant)).run(1, 400, 400, Duration.ofSeconds(60));

        assertThat(summary.seeds()).isEqualTo(400);
        assertThat(summary.failures()).hasSizeGreaterThanOrEqualTo(20);
    }

    static List<String> mutants() {
        return List.copyOf(Mutants.all().keySet());
    }

    private static List<String> transcriptOf(long seed) {
        List<String> lines = new ArrayList<>();
        new Simulation(Rules.standard()).run(seed, lines::add);
        return lines;
    }
}
