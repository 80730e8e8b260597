package io.understudy.node.postgres;

import static io.understudy.node.postgres.Pair.DONE;
import static io.understudy.node.postgres.Pair.LONG;
import static io.understudy.node.postgres.Pair.stopped;
import static io.understudy.node.postgres.TestCluster.A;
import static io.understudy.node.postgres.TestCluster.B;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.understudy.core.action.Outcome;
import io.understudy.core.action.StopMode;
import io.understudy.core.model.NodeId;
import io.understudy.core.port.Progress;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A stop comes in the midst of an action: after its answer nothing of the action happens. */
@Timeout(120)
class PostgresOvertakenTest {

    private static final int TRIES = 20;
    private static final int LATEST_STOP_MILLIS = 250;

    private final TestCluster cluster = new TestCluster();
    private final PostgresDatabase a = cluster.database(A);
    private final Random random = new Random(20);

    @AfterEach
    void close() {
        cluster.close();
    }

    @Test
    void noPrimaryAppearsAfterAStopThatOvertookItsStart() throws Exception {
        cluster.initialize(A);
        for (int round = 0; round < TRIES; round++) {
            overtake(a, A, () -> a.startPrimary(Set.of(), LONG));
            assertThat(stopped(a).standby()).isFalse();
        }
        assertThat(a.startPrimary(Set.of(), LONG)).isEqualTo(DONE);
    }

    @Test
    void noStandbyAppearsAfterAStopThatOvertookItsStart() throws Exception {
        cluster.initialize(A);
        assertThat(a.startPrimary(Set.of(), LONG)).isEqualTo(DONE);
        PostgresDatabase b = cluster.database(B);
        assertThat(b.copyAnew(A, LONG, Progress.NONE)).isEqualTo(DONE);
        assertThat(a.stop(StopMode.ORDERLY, LONG)).isEqualTo(DONE);
        for (int round = 0; round < TRIES; round++) {
            overtake(b, B, () -> b.startStandby(A, LONG));
        }
        assertThat(b.startStandby(A, LONG)).isEqualTo(DONE);
    }

    @Test
    void aProgramThatADeadDaemonLeftIsEndedByAStop() throws Exception {
        cluster.initialize(A);
        assertThat(a.startPrimary(Set.of(), LONG)).isEqualTo(DONE);
        assertThat(a.stop(StopMode.ORDERLY, LONG)).isEqualTo(DONE);
        PostgresSettings settings = cluster.settings(A);
        Owner owner = new Owner(TestCluster.osUser(), TestCluster.asRoot());
        try (ServerSocket silent = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            CompletableFuture<Programs.Ended> left =
                    CompletableFuture.supplyAsync(() -> {
                        try {
                            return new Programs(
                                            TestCluster.bin(),
                                            owner,
                                            new UnderWay(),
                                            settings.side())
                                    .run(
                                            Programs.Call.of(
                                                    "pg_basebackup",
                                                    "--host=127.0.0.1",
                                                    "--port=" + silent.getLocalPort(),
                                                    "--pgdata=" + settings.data() + ".new-left"),
                                            Deadline.in(LONG));
                        } catch (Troubled e) {
                            throw new IllegalStateException(e);
                        }
                    });
            await().atMost(LONG).until(() -> !cluster.processes(A).isEmpty());
            PostgresDatabase next = cluster.database(A);
            assertThat(next.stop(StopMode.AT_ONCE, LONG)).isEqualTo(DONE);
            assertThat(cluster.processes(A)).isEmpty();
            assertThat(left.get(30, TimeUnit.SECONDS).well()).isFalse();
        }
    }

    private void overtake(PostgresDatabase database, NodeId node, Supplier<Outcome> action)
            throws Exception {
        long stopAfter = random.nextInt(LATEST_STOP_MILLIS);
        CompletableFuture<Outcome> begun = new CompletableFuture<>();
        CountDownLatch called = new CountDownLatch(1);
        Thread.ofVirtual()
                .start(() -> {
                    called.countDown();
                    begun.complete(action.get());
                });
        called.await();
        // An action called after the stop would rightly take effect: give it time to be called.
        LockSupport.parkNanos(Duration.ofMillis(5 + stopAfter).toNanos());
        assertThat(database.stop(StopMode.AT_ONCE, LONG)).isEqualTo(DONE);
        assertThat(cluster.processes(node)).isEmpty();
        begun.get(30, TimeUnit.SECONDS);
        assertThat(cluster.processes(node)).isEmpty();
    }
}
