package io.understudy.node.loop;

import static io.understudy.node.loop.TestNodes.A;
import static io.understudy.node.loop.TestNodes.B;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.understudy.core.action.Command;
import io.understudy.core.action.Outcome;
import io.understudy.core.decision.Role;
import io.understudy.core.model.Epoch;
import io.understudy.core.observation.DatabaseState;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What two nodes do together, with the very loops that the daemon runs. */
@Timeout(60)
class LoopPairTest {

    private static final Outcome DONE = new Outcome.Done();
    private static final Duration LOOK = Duration.ofSeconds(1);

    @TempDir private Path folder;
    private LoopPair pair;

    @BeforeEach
    void open() {
        pair = new LoopPair(folder);
    }

    @AfterEach
    void close() throws InterruptedException {
        pair.close();
    }

    @Test
    void foundsTheClusterAndTakesTheSecondNodeIn() {
        pair.startBoth();

        assertThat(pair.epoch(A)).isEqualTo(new Epoch(1));
        assertThat(pair.server(A).running()).isTrue();
        assertThat(pair.server(A).epoch()).isEqualTo(new Epoch(1));
        assertThat(pair.server(B).running()).isFalse();
        assertThat(pair.database(A).write("one")).isTrue();
        assertThat(pair.database(B).rows()).containsExactly("one");
        assertThat(pair.told(A))
                .startsWith("Founding the cluster with this node as its first primary.")
                .endsWith("Serving as primary of epoch 1; ci-b is in sync.");
    }

    @Test
    void theStandbyTakesOverFromANodeThatDied() throws InterruptedException {
        pair.startBoth();
        assertThat(pair.database(A).write("one")).isTrue();

        pair.crash(A);
        pair.awaitActive(B);

        assertThat(pair.epoch(B)).isEqualTo(new Epoch(2));
        assertThat(pair.server(B).epoch()).isEqualTo(new Epoch(2));
        assertThat(pair.database(B).rows()).containsExactly("one");
        assertThat(pair.told(B))
                .contains("Taking over from ci-a as epoch 2: it has not renewed its lease.");
    }

    @Test
    void theDeadNodeComesBackAsAStandby() throws InterruptedException {
        pair.startBoth();
        pair.crash(A);
        pair.awaitActive(B);

        pair.start(A);
        pair.awaitInSync(B, A);

        assertThat(pair.database(B).write("two")).isTrue();
        assertThat(pair.database(A).rows()).containsExactly("two");
        assertThat(pair.server(A).running()).isFalse();
    }

    @Test
    void movesOnAPersonsWordAndBack() {
        pair.startBoth();
        assertThat(pair.database(A).write("one")).isTrue();

        assertThat(pair.desk(A).command(new Command.Switchover("1", B, new Epoch(1))))
                .isEqualTo(DONE);
        pair.awaitInSync(B, A);
        assertThat(pair.desk(A).command(new Command.Switchover("2", A, new Epoch(2))))
                .isEqualTo(DONE);
        pair.awaitInSync(A, B);

        assertThat(pair.epoch(A)).isEqualTo(new Epoch(3));
        assertThat(pair.database(A).rows()).containsExactly("one");
        assertThat(pair.database(A).diverged()).isEmpty();
        assertThat(pair.database(B).diverged()).isEmpty();
    }

    @Test
    void nothingMovesWhileTheClusterIsPaused() throws InterruptedException {
        pair.startBoth();
        assertThat(pair.desk(B).command(new Command.Pause(Duration.ofHours(1), "root@ci-b")))
                .isEqualTo(DONE);

        pair.crash(A);
        await().during(TestNodes.TIMINGS.ttl().multipliedBy(2))
                .atMost(Duration.ofSeconds(20))
                .until(() ->
                        pair.role(B) == Role.STANDBY
                                && pair.epoch(B).equals(new Epoch(1))
                                && pair.database(B).look(LOOK) instanceof DatabaseState.Standby);

        assertThat(pair.desk(B).command(new Command.Resume())).isEqualTo(DONE);
        pair.awaitActive(B);
    }

    @Test
    void aFencedPrimaryHasStoppedBeforeItSaysSo() {
        pair.startBoth();

        assertThat(pair.desk(A).fence(B, new Epoch(1))).isInstanceOf(Outcome.Refused.class);
        await().atMost(Duration.ofSeconds(20))
                .until(() -> pair.desk(A).fence(B, new Epoch(7)).equals(DONE));

        assertThat(pair.epoch(A)).isEqualTo(new Epoch(7));
        assertThat(pair.server(A).running()).isFalse();
        assertThat(pair.database(A).look(LOOK)).isInstanceOf(DatabaseState.Stopped.class);
        assertThat(pair.desk(A).report().standing().sentence())
                .startsWith("The register shows epoch ")
                .contains("this node has seen epoch 7");
    }
}
