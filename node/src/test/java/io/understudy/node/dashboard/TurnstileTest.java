package io.understudy.node.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TurnstileTest {

    private final AtomicLong clock = new AtomicLong(-5);
    private final Turnstile turnstile = new Turnstile(clock::get, 10, 5);

    private long come(String address, int connections) {
        return IntStream.range(0, connections).filter(_ -> turnstile.admits(address)).count();
    }

    @Test
    void manyMayComeAtOnceAndThenSoManyASecond() {
        assertThat(come("a", 50)).isEqualTo(10);
        assertThat(come("a", 50)).isZero();

        clock.addAndGet(Duration.ofSeconds(1).toNanos());
        assertThat(come("a", 50)).isEqualTo(5);
    }

    @Test
    void whoWasQuietMayComeWithAsManyAgain() {
        come("a", 50);
        clock.addAndGet(Duration.ofHours(1).toNanos());

        assertThat(come("a", 50)).isEqualTo(10);
    }

    @Test
    void oneAddressHoldsUpNoOther() {
        come("a", 5000);

        assertThat(come("b", 10)).isEqualTo(10);
    }
}
