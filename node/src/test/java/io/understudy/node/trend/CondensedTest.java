package io.understudy.node.trend;

import static org.assertj.core.api.Assertions.assertThat;

import io.understudy.node.api.Measure;
import io.understudy.node.api.TrendReport;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CondensedTest {

    private static final long NOW = 1_800_000_007L;

    @Test
    void anHourHasEverySampleAndADayFewEnoughPoints() {
        assertThat(Condensed.last(1, NOW).stepSeconds()).isEqualTo(10);
        for (int hours = 1; hours <= 24; hours++) {
            Condensed condensed = Condensed.last(hours, NOW);
            long steps = (condensed.to() - condensed.from()) / condensed.stepSeconds();
            assertThat(steps).isLessThanOrEqualTo(TrendReport.MOST_POINTS);
            assertThat(condensed.to() - condensed.from()).isGreaterThanOrEqualTo(hours * 3600L);
            assertThat(NOW).isBetween(condensed.from(), condensed.to() - 1);
        }
    }

    @Test
    void aShortPeakIsStillSeenInADay() {
        Condensed day = Condensed.last(24, NOW);
        List<Sample> samples = new ArrayList<>();
        for (long second = day.from(); second < day.to(); second += 10) {
            samples.add(sample(second, second == day.from() + 5000 ? 9.0 : 0.001));
        }

        TrendReport.Series series = day.of(samples).getFirst();

        int step = 5000 / day.stepSeconds();
        assertThat(series.at()).hasSize(360).isSorted();
        assertThat(series.most().get(step)).isEqualTo(9.0);
        assertThat(series.least().get(step)).isEqualTo(0.001);
        assertThat(series.mean().get(step)).isBetween(0.3, 0.5);
        assertThat(series.most().get(step + 1)).isEqualTo(0.001);
    }

    @Test
    void whatIsOfYesterdayOrOfAClockThatWasWrongIsLeftOut() {
        Condensed hour = Condensed.last(1, NOW);

        assertThat(hour.of(List.of(sample(NOW - 4000, 1), sample(NOW + 4000, 1)))).isEmpty();
        assertThat(hour.of(List.of(sample(NOW, 1))).getFirst().at()).containsExactly(359);
    }

    private static Sample sample(long second, double took) {
        return new Sample(second, Map.of(Measure.REGISTER_SECONDS, took));
    }
}
