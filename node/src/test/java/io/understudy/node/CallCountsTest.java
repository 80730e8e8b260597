package io.understudy.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.understudy.node.api.CallsReport.Latency;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class CallCountsTest {

    @Test
    void eachCallIsCountedInAllBoundsThatItKept() {
        CallCounts counts = new CallCounts();
        counts.took(Duration.ofMillis(2));
        counts.took(Duration.ofMillis(2).plusNanos(1));
        counts.took(Duration.ofSeconds(1));
        counts.took(Duration.ofSeconds(3));

        Latency latency = counts.report();

        assertThat(latency.within()).containsExactly(1L, 2L, 2L, 2L, 2L, 2L, 2L, 2L, 3L, 4L);
        assertThat(latency.within()).hasSize(Latency.BOUNDS.size() + 1);
        assertThat(latency.count()).isEqualTo(4);
        assertThat(latency.seconds()).isBetween(4.004, 4.005);
    }

    @Test
    void whoWasNeverCalledHasNothing() {
        assertThat(new CallCounts().report().within()).containsOnly(0L);
    }
}
