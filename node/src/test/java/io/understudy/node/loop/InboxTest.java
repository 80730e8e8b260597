package io.understudy.node.loop;

import static org.assertj.core.api.Assertions.assertThat;

import io.understudy.core.model.Moment;
import io.understudy.core.observation.Observation;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class InboxTest {

    private final AtomicLong nanos = new AtomicLong(1_000);
    private final Inbox inbox = new Inbox(() -> new Moment(nanos.get()));

    @Test
    void datesAnObservationWhenItIsTakenOut() throws InterruptedException {
        inbox.post(Observation.RegisterAbsent::new);
        nanos.addAndGet(Duration.ofHours(1).toNanos());

        assertThat(inbox.next(new Moment(0)))
                .isEqualTo(
                        new Observation.RegisterAbsent(
                                new Moment(1_000).plus(Duration.ofHours(1))));
    }

    @Test
    void givesObservationsInTheirOrder() throws InterruptedException {
        inbox.post(Observation.RegisterAbsent::new);
        inbox.post(Observation.WriteConflicted::new);

        assertThat(inbox.next(new Moment(0))).isInstanceOf(Observation.RegisterAbsent.class);
        assertThat(inbox.next(new Moment(0))).isInstanceOf(Observation.WriteConflicted.class);
    }

    @Test
    void ticksWhenNothingComesInTime() throws InterruptedException {
        assertThat(inbox.next(new Moment(1_000).plus(Duration.ofMillis(5))))
                .isEqualTo(new Observation.Tick(new Moment(1_000)));
        assertThat(inbox.next(new Moment(0))).isInstanceOf(Observation.Tick.class);
    }
}
