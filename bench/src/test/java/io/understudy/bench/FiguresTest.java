package io.understudy.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class FiguresTest {

    @Test
    void takesTheMiddleOfAnOddNumberOfRuns() {
        assertThat(row(300, 100, 200))
                .isEqualTo(new Row("status", "until it ends", "s", 3, 0.1, 0.2, 0.3));
    }

    @Test
    void takesTheMeanOfTheTwoMiddleRunsOfAnEvenNumber() {
        assertThat(row(100, 900, 200, 400).median()).isEqualTo(0.3);
    }

    @Test
    void roundsAllThreeFiguresAlike() {
        assertThat(Row.of("idle", "daemon", "%", List.of(5.09801486)))
                .isEqualTo(new Row("idle", "daemon", "%", 1, 5.098, 5.098, 5.098));
    }

    @Test
    void writesTheSameFiguresForPeopleAndForMachines() throws IOException {
        Figures figures = new Figures("start", "a machine", List.of(row(100, 200, 300)));
        assertThat(figures.table().get(1)).contains("status", "0.100 s", "0.200 s", "0.300 s");
        assertThat(figures.json())
                .contains("\"bench\" : \"start\"", "\"machine\" : \"a machine\"")
                .contains("\"case\" : \"status\"", "\"runs\" : 3", "\"median\" : 0.2");
    }

    private static Row row(long... millis) {
        return Row.ofSeconds(
                "status",
                "until it ends",
                LongStream.of(millis).mapToObj(Duration::ofMillis).toList());
    }
}
