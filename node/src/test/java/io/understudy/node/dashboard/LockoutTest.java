package io.understudy.node.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** How long whoever guesses has to wait. */
class LockoutTest {

    private final AtomicLong now = new AtomicLong();
    private final Lockout lockout = new Lockout(now::get);

    @Test
    void someMistakesCostNothing() {
        fail("anna", "1.1.1.1", 4);

        assertThat(lockout.wait("anna", "1.1.1.1")).isEmpty();
    }

    @Test
    void aNameWaitsLongerAndLongerAndAMinuteAtMost() {
        fail("anna", "1.1.1.1", 5);
        assertThat(waits("anna")).isEqualTo(Duration.ofSeconds(2));
        fail("anna", "1.1.1.1", 1);
        assertThat(waits("anna")).isEqualTo(Duration.ofSeconds(4));
        fail("anna", "1.1.1.1", 50);
        assertThat(waits("anna")).isEqualTo(Duration.ofMinutes(1));

        pass(Duration.ofMinutes(1));
        assertThat(lockout.wait("anna", "3.3.3.3")).isEmpty();
    }

    @Test
    void nobodyElseWaitsForIt() {
        fail("anna", "1.1.1.1", 10);

        assertThat(lockout.wait("ben", "2.2.2.2")).isEmpty();
    }

    @Test
    void anAddressThatTriesManyNamesWaits() {
        for (int i = 0; i < 30; i++) {
            lockout.tries("user" + i, "1.1.1.1");
        }

        assertThat(lockout.wait("anna", "1.1.1.1")).isPresent();
        assertThat(lockout.wait("anna", "2.2.2.2")).isEmpty();
    }

    @Test
    void oneGoodAccountDoesNotFreeAnAddress() {
        for (int i = 0; i < 30; i++) {
            lockout.tries("user" + i, "1.1.1.1");
        }
        lockout.succeeded("user1", "1.1.1.1");

        assertThat(lockout.wait("anna", "1.1.1.1")).isPresent();
    }

    @Test
    void whoeverGetsInBeginsAnew() {
        fail("anna", "1.1.1.1", 7);
        lockout.succeeded("anna", "1.1.1.1");

        assertThat(lockout.wait("anna", "2.2.2.2")).isEmpty();
    }

    private void fail(String name, String address, int times) {
        for (int i = 0; i < times; i++) {
            lockout.tries(name, address);
        }
    }

    private Duration waits(String name) {
        return Optional.of(lockout.wait(name, "9.9.9.9")).flatMap(wait -> wait).orElseThrow();
    }

    private void pass(Duration time) {
        now.addAndGet(time.toNanos());
    }
}
