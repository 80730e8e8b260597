package io.understudy.testkit.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import io.understudy.testkit.simulator.SeedRunner.Summary;
import io.understudy.testkit.simulator.Simulation.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The simulator itself. That its rules hold in thousands of seeds says {@link TransitionsTest}. */
class SimulationTest {

    @Test
    void theSameSeedGivesTheSameRun() {
        assertThat(transcriptOf(42)).isEqualTo(transcriptOf(42)).hasSizeGreaterThan(30);
        assertThat(transcriptOf(42)).isNotEqualTo(transcriptOf(43));
    }

    /** What {@link Hunts} bring about on purpose, since chance hardly ever does. */
    private static final Set<String> HUNTED =
            Set.of(
                    "fences-on-after-a-loss",
                    "promotes-without-waiting",
                    "takes-a-no-for-silence",
                    "takes-silence-for-a-no",
                    "starts-alone-and-goes-on",
                    "guard-leaves-the-address",
                    "takes-an-answer-for-silence");

    /** One seed alone may be lost with the next fault that is added; this says so in time. */
    @ParameterizedTest
    @MethodSource("mutants")
    void threeSeedsFindTheMistake(String mutant) {
        Rules broken = Mutants.named(mutant);
        int seeds = HUNTED.contains(mutant) ? 300 : 1000;

        Summary summary = new SeedRunner(broken).run(1, seeds, 3, Duration.ofSeconds(60));

        List<Result> found = summary.failures();
        System.out.printf("%s: found by %d of %d seeds%n", mutant, found.size(), summary.seeds());
        assertThat(found)
                .as("seeds of %d that find it; see docs/mutants.md", summary.seeds())
                .hasSizeGreaterThanOrEqualTo(3);
        assertThat(found.getFirst().report()).contains("replay: ./dev simulate --seed");
    }

    @Test
    void thePageOfMutantsCountsEachOfThem() throws IOException {
        assertThat(onThePage().keySet()).containsExactlyElementsOf(mutants());
        assertThat(onThePage().values()).allMatch(found -> found >= 3);
    }

    /** How many seeds find it, by its name, in the page's order. */
    private static Map<String, Integer> onThePage() throws IOException {
        Path page = Path.of(System.getProperty("understudy.root"), "docs/mutants.md");
        Map<String, Integer> counted = new LinkedHashMap<>();
        Pattern row = Pattern.compile("\\| `([a-z-]+)` \\| ([0-9,]+) \\|.*");
        for (String line : Files.readAllLines(page)) {
            Matcher found = row.matcher(line);
            if (found.matches()) {
                counted.put(found.group(1), Integer.parseInt(found.group(2).replace(",", "")));
            }
        }
        return counted;
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
