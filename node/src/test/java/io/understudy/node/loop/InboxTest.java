package io.understudy.node.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.understudy.core.model.Moment;
import io.understudy.core.observation.Observation;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
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
    void whatIsLaidWakesNobodyAndKeepsItsTurn() throws Exception {
        CompletableFuture<Observation> taken =
                CompletableFuture.supplyAsync(
                        () -> next(new Moment(1_000).plus(Duration.ofHours(1))));
        inbox.lay(Observation.RegisterAbsent::new);

        assertThatThrownBy(() -> taken.get(100, TimeUnit.MILLISECONDS))
                .isInstanceOf(TimeoutException.class);

        inbox.post(Observation.WriteConflicted::new);
        assertThat(taken.get(10, TimeUnit.SECONDS)).isInstanceOf(Observation.RegisterAbsent.class);
        assertThat(inbox.next(new Moment(0))).isInstanceOf(Observation.WriteConflicted.class);
    }

    @Test
    void allThatIsLaidIsTakenOutOnceItIsAwake() throws InterruptedException {
        inbox.lay(Observation.RegisterAbsent::new);
        inbox.lay(Observation.WriteConflicted::new);

        assertThat(inbox.next(new Moment(1_000).plus(Duration.ofMillis(5))))
                .isInstanceOf(Observation.RegisterAbsent.class);
        assertThat(inbox.next(new Moment(1_000).plus(Duration.ofHours(1))))
                .isInstanceOf(Observation.WriteConflicted.class);
    }

    private Observation next(Moment wakeAt) {
        try {
            return inbox.next(wakeAt);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void ticksWhenNothingComesInTime() throws InterruptedException {
        assertThat(inbox.next(new Moment(1_000).plus(Duration.ofMillis(5))))
                .isEqualTo(new Observation.Tick(new Moment(1_000)));
        assertThat(inbox.next(new Moment(0))).isInstanceOf(Observation.Tick.class);
    }
}
