package io.understudy.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** One run of each scenario on a real cluster: that it measures, not how fast anything is. */
@Tag("long")
@Timeout(300)
class TakeoverBenchTest {

    private static final Path ROOT = Path.of(System.getProperty("understudy.root"));

    @Test
    void measuresEachScenarioAndLosesNothing() throws Exception {
        Bench bench = Bench.once("takeover", ROOT.resolve("cli/target/understudy/bin/understudy"));

        assertThat(bench.ran().status()).as(bench.ran().out() + bench.ran().err()).isZero();
        assertThat(bench.figures().get("bench").asText()).isEqualTo("takeover");
        assertThat(bench.figures().get("rows").findValuesAsText("case"))
                .contains(
                        "idle, silent host",
                        "idle, busy host",
                        "switchover",
                        "kill, leader survives",
                        "freeze, leader survives",
                        "kill, leader dies too");
        assertThat(bench.figures().get("rows"))
                .allSatisfy(row ->
                        assertThat(row.get("min").asDouble())
                                .isLessThanOrEqualTo(row.get("median").asDouble())
                                .isLessThanOrEqualTo(row.get("max").asDouble()));
        assertThat(bench.figures().get("rows"))
                .filteredOn(row -> row.get("measure").asText().contains("lost"))
                .hasSizeGreaterThanOrEqualTo(4)
                .allSatisfy(row -> assertThat(row.get("max").asDouble()).isZero());
    }
}
