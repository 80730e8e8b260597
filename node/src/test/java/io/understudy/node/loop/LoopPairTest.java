package io.understudy.node.loop;

import static io.understudy.node.loop.TestNodes.A;
import static io.understudy.node.loop.TestNodes.B;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.understudy.core.action.Command;
import io.understudy.core.action.Outcome;
import io.understudy.core.counterfactual.Question;
import io.understudy.core.decision.Role;
import io.understudy.core.model.Epoch;
import io.understudy.core.model.NodeId;
import io.understudy.core.observation.DatabaseState;
import io.understudy.node.api.MoveReport;
import io.understudy.node.api.MoveReport.Kind;
import io.understudy.node.api.MoveReport.Phase;
import io.understudy.node.api.MoveReport.PhaseReport;
import io.understudy.node.api.MoveReport.Side;
import io.understudy.node.api.MoveReport.State;
import io.understudy.node.api.WhyAnswer;
import io.understudy.node.api.WhyQuestion;
import io.understudy.node.journal.Replay;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
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
    void close() throws InterruptedException, IOException {
        pair.close();
        for (NodeId node : List.of(A, B)) {
            assertThat(Replay.of(folder.resolve(node + "-journal")).differences()).isEmpty();
        }
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
    void eachNodeTellsOfItsJournalWhyItTookPartInAMove() throws InterruptedException {
        pair.startBoth();
        pair.crash(A);
        pair.awaitActive(B);

        WhyAnswer.Told told =
                pair.desk(B).why(new WhyQuestion.Move(new Epoch(2))).decision().orElseThrow();

        assertThat(told.recorded()).isEmpty();
        assertThat(told.explanation().question()).isEqualTo(Question.TOOK_OVER);
        assertThat(told.explanation().was()).isEqualTo(Role.STANDBY);
        assertThat(told.explanation().sentence())
                .isEqualTo("Taking over from ci-a as epoch 2: it has not renewed its lease.");
        assertThat(told.explanation().turns().getFirst().condition())
                .isEqualTo("ci-a had renewed its lease just then");
        assertThat(pair.desk(B).why(new WhyQuestion.At(told.time())).decision()).contains(told);
        assertThat(pair.desk(B).why(new WhyQuestion.Move(new Epoch(9))).decision()).isEmpty();
        assertThat(
                        pair.desk(B)
                                .why(new WhyQuestion.Move(new Epoch(1)))
                                .decision()
                                .orElseThrow()
                                .explanation()
                                .question())
                .isEqualTo(Question.CARRIES_ON);
    }

    @Test
    void aTakeoverIsReportedPhaseByPhase() throws InterruptedException {
        pair.startBoth();
        pair.crash(A);
        pair.awaitActive(B);

        MoveReport move = reported(B, State.DONE);

        assertThat(move.number()).isEqualTo(new Epoch(2));
        assertThat(move.kind()).isEqualTo(Kind.TAKEOVER);
        assertThat(move.from()).isEqualTo(A);
        assertThat(move.request()).isEmpty();
        assertThat(move.why())
                .isEqualTo("Taking over from ci-a as epoch 2: it has not renewed its lease.");
        assertThat(move.atRisk().bytes()).contains(0L);
        assertThat(move.phases())
                .extracting(PhaseReport::phase)
                .containsExactly(
                        Phase.DETECTED,
                        Phase.LEASE,
                        Phase.FENCE,
                        Phase.PROMOTE,
                        Phase.ADDRESS,
                        Phase.SERVER,
                        Phase.ANSWER);
        assertThat(move.phases()).allMatch(phase -> phase.took().isPresent());
        assertThat(move.took()).isGreaterThanOrEqualTo(TestNodes.TIMINGS.ttl());
        assertThat(pair.desk(A.equals(move.node()) ? A : B).moves(1)).containsExactly(move);
    }

    @Test
    void bothSidesOfASwitchoverAreReportedAndTheNextIsPredicted() {
        pair.startBoth();
        for (int epoch = 1; epoch <= 4; epoch++) {
            NodeId to = epoch % 2 == 1 ? B : A;
            NodeId from = to.equals(B) ? A : B;
            assertThat(
                            pair.desk(from)
                                    .command(
                                            new Command.Switchover(
                                                    "anna-" + epoch, to, new Epoch(epoch))))
                    .isEqualTo(DONE);
            pair.awaitInSync(to, from);
        }

        MoveReport gave = reported(A, State.DONE, Side.GAVE, 4);
        MoveReport first = reported(B, State.DONE, Side.TOOK, 2);
        MoveReport second = reported(B, State.DONE, Side.TOOK, 4);

        assertThat(gave.request()).contains("anna-3");
        assertThat(gave.phases())
                .extracting(PhaseReport::phase)
                .containsExactly(Phase.STOP_SERVER, Phase.ADDRESS, Phase.STOP_DATABASE, Phase.GIVE);
        assertThat(gave.phases()).allMatch(phase -> phase.took().isPresent());
        assertThat(first.predicted()).isEmpty();
        assertThat(second.predicted()).contains(first.took());
    }

    private MoveReport reported(NodeId node, State state) {
        return reported(node, state, Side.TOOK, 2);
    }

    private MoveReport reported(NodeId node, State state, Side side, int number) {
        return await().atMost(Duration.ofSeconds(20))
                .until(
                        () ->
                                pair.desk(node).moves(20).stream()
                                        .filter(move -> move.outcome().state() == state)
                                        .filter(move -> move.side() == side)
                                        .filter(move -> move.number().number() == number)
                                        .findFirst(),
                        Optional::isPresent)
                .orElseThrow();
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
