package io.understudy.node.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.understudy.core.action.Outcome;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class LaneTest {

    private static final Duration SELDOM = Duration.ofHours(1);

    private final Lane lane = new Lane("database", SELDOM);
    private final List<String> events = new CopyOnWriteArrayList<>();

    @AfterEach
    void close() {
        lane.close();
    }

    @Test
    void throwsALookAwayThatAStopHasOvertaken() throws InterruptedException {
        AtomicInteger looks = new AtomicInteger();
        CountDownLatch looking = new CountDownLatch(1);
        CountDownLatch stopped = new CountDownLatch(1);
        lane.watch(
                () -> {
                    int look = looks.incrementAndGet();
                    if (look == 1) {
                        looking.countDown();
                        until(stopped);
                    }
                    return "look " + look;
                },
                UnaryOperator.identity(),
                (shown, _) -> events.add(shown));
        looking.await();

        lane.overtake(() -> {
            events.add("stop");
            stopped.countDown();
        });

        awaitEvents("stop", "look 2");
    }

    @Test
    void actsOnlyAfterTheLookUnderWayAndLooksAgain() throws InterruptedException {
        AtomicInteger looks = new AtomicInteger();
        CountDownLatch looking = new CountDownLatch(1);
        CountDownLatch seen = new CountDownLatch(1);
        lane.watch(
                () -> {
                    int look = looks.incrementAndGet();
                    if (look == 1) {
                        looking.countDown();
                        until(seen);
                    }
                    return "look " + look;
                },
                UnaryOperator.identity(),
                (shown, _) -> events.add(shown));
        looking.await();

        lane.act(does("start"), () -> events.add("undo"), LaneTest::nobodyAsks);
        seen.countDown();

        awaitEvents("look 1", "start", "look 2");
    }

    @Test
    void looksAgainWhereSomebodyAsks() throws InterruptedException {
        AtomicInteger looks = new AtomicInteger();
        lane.watch(
                () -> "look " + looks.incrementAndGet(),
                UnaryOperator.identity(),
                (shown, _) -> events.add(shown));
        awaitEvents("look 1");

        lane.lookSoon();

        awaitEvents("look 1", "look 2");
    }

    @Test
    void aStopOvertakesAnActionThatHangs() throws InterruptedException {
        CountDownLatch hanging = new CountDownLatch(1);
        CountDownLatch stopped = new CountDownLatch(1);
        lane.act(
                () -> {
                    hanging.countDown();
                    until(stopped);
                    events.add("start failed");
                    return new Outcome.Failed("killed");
                },
                () -> events.add("undo"),
                outcome -> events.add("said " + outcome));
        hanging.await();

        lane.overtake(() -> {
            events.add("stop");
            stopped.countDown();
        });

        awaitEvents(
                "stop",
                "start failed",
                "undo",
                "said " + new Outcome.Failed("a stop came meanwhile"));
    }

    @Test
    void anActionHandedInBeforeAStopDoesNotBeginAfterIt() throws InterruptedException {
        CountDownLatch looking = new CountDownLatch(1);
        CountDownLatch stopped = new CountDownLatch(1);
        lane.watch(
                () -> {
                    if (stopped.getCount() > 0) {
                        looking.countDown();
                        until(stopped);
                    }
                    return "look";
                },
                UnaryOperator.identity(),
                (_, _) -> {});
        looking.await();

        lane.act(does("start"), () -> events.add("undo"), outcome -> events.add("said " + outcome));
        lane.overtake(() -> {
            events.add("stop");
            stopped.countDown();
        });

        awaitEvents("stop", "said " + new Outcome.Failed("a stop came first"));
    }

    private Supplier<Outcome> does(String what) {
        return () -> {
            events.add(what);
            return new Outcome.Done();
        };
    }

    private static void nobodyAsks(Outcome outcome) {
        assertThat(outcome).isEqualTo(new Outcome.Done());
    }

    private void awaitEvents(String... expected) {
        await().atMost(Duration.ofSeconds(10))
                .untilAsserted(() -> assertThat(events).containsExactly(expected));
    }

    private static void until(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
