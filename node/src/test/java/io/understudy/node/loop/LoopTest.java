package io.understudy.node.loop;

import static io.understudy.node.loop.TestNodes.A;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.understudy.core.action.Outcome;
import io.understudy.core.action.StopMode;
import io.understudy.core.decision.Decider;
import io.understudy.core.decision.Policies;
import io.understudy.core.model.Epoch;
import io.understudy.core.model.NodeId;
import io.understudy.core.observation.DatabaseState;
import io.understudy.core.observation.ServerState;
import io.understudy.core.port.Database;
import io.understudy.core.port.DurableEpoch;
import io.understudy.core.port.Progress;
import io.understudy.core.port.Server;
import io.understudy.node.journal.Journal;
import io.understudy.testkit.FakeDatabase;
import io.understudy.testkit.FakeGuard;
import io.understudy.testkit.FakeRegister;
import io.understudy.testkit.FakeServer;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * One loop that founds its cluster: what comes before what, and how it ends when it must not go on.
 */
@Timeout(60)
class LoopTest {

    private static final Duration LONGEST = Duration.ofSeconds(20);
    private static final Duration LOOK = Duration.ofSeconds(1);

    private final List<String> events = new CopyOnWriteArrayList<>();
    private final FakeDatabase database = new FakeDatabase.Net().database(A);
    private final FakeServer server = new FakeServer();
    private final Inbox inbox = new Inbox(Monotonic.system());
    private final Crew crew = crew(new Told(database, events), server);

    @BeforeEach
    void giveData() {
        database.initialize();
    }

    @AfterEach
    void close() {
        crew.close();
    }

    @Test
    void theEpochIsOnDiskBeforeAnythingStarts() throws Exception {
        Loop loop = loop(Decider.standard(), epoch -> events.add("epoch " + epoch + " on disk"));
        CompletableFuture<Optional<String>> end = run(loop);
        await().atMost(LONGEST).until(server::running);

        loop.stop();

        assertThat(end.get()).isEmpty();
        assertThat(events).startsWith("epoch 1 on disk", "start primary");
    }

    @Test
    void anEpochThatCantBeWrittenStopsEverything() throws Exception {
        assertThat(database.startPrimary(Set.of(), LOOK)).isEqualTo(new Outcome.Done());
        Loop loop =
                loop(
                        Decider.standard(),
                        epoch -> {
                            throw new DurableEpoch.UnwritableException(
                                    "Epoch " + epoch + " could not be written to /var/x: disk full",
                                    new IOException("disk full"));
                        });

        assertThat(run(loop).get())
                .contains(
                        "Epoch 1 could not be written to /var/x: disk full. Nothing runs on this"
                                + " node: mend the disk, then start it again.");
        assertThat(database.look(LOOK)).isInstanceOf(DatabaseState.Stopped.class);
        assertThat(server.starts()).isZero();
    }

    @Test
    void aDeciderThatFailsLeavesNothingRunning() throws Exception {
        assertThat(database.startPrimary(Set.of(), LOOK)).isEqualTo(new Outcome.Done());
        assertThat(server.start(new Epoch(1), LOOK)).isEqualTo(new Outcome.Done());
        Decider failing =
                new Decider(
                        Policies.standard()
                                .withEpoch((_, _) -> {
                                    throw new IllegalStateException("a defect");
                                }));

        assertThat(run(loop(failing, _ -> {})).get())
                .contains(
                        "The daemon has failed: IllegalStateException. Nothing runs on this node:"
                                + " save its log, then start it again.");
        assertThat(database.look(LOOK)).isInstanceOf(DatabaseState.Stopped.class);
        assertThat(server.running()).isFalse();
    }

    @Test
    void anAdapterThatFailsDoesNotSilenceTheLoop() throws Exception {
        Crew defective = crew(new Defective(), new DefectiveServer());
        Loop loop =
                new Loop(
                        Decider.standard(),
                        TestNodes.starting(A),
                        new Loop.Records(new TestNodes.EpochInMemory(), Journal.NONE),
                        inbox,
                        defective,
                        (_, _, _) -> {});
        CompletableFuture<Optional<String>> end = run(loop);

        await().atMost(LONGEST)
                .until(() ->
                        loop.state().database().doubt().stream()
                                .anyMatch(why -> why.contains("IllegalStateException")));
        await().atMost(LONGEST)
                .until(() ->
                        loop.state().server().doubt().stream()
                                .anyMatch(why -> why.contains("IllegalStateException")));
        loop.stop();
        assertThat(end.get()).isEmpty();
        defective.close();
    }

    private Loop loop(Decider decider, Written written) {
        return new Loop(
                decider,
                TestNodes.starting(A),
                new Loop.Records(written, Journal.NONE),
                inbox,
                crew,
                (_, _, _) -> {});
    }

    private static CompletableFuture<Optional<String>> run(Loop loop) {
        CompletableFuture<Optional<String>> end = new CompletableFuture<>();
        Thread.ofVirtual().start(() -> end.complete(loop.run(Monotonic.system().now())));
        return end.orTimeout(LONGEST.toSeconds(), TimeUnit.SECONDS);
    }

    private Crew crew(Database database, Server server) {
        return new Crew(
                inbox,
                Monotonic.system(),
                new Resources(
                        new FakeRegister(1).registers().getFirst(),
                        (node, _, _) -> new Outcome.Unknown(node + " did not answer"),
                        (method, _, _) -> new Outcome.Failed("there is no " + method),
                        Optional.of(
                                new Resources.Carried(
                                        database,
                                        server,
                                        new NoAddress(),
                                        new FakeGuard(Monotonic.system()::now, () -> {})))),
                Deadlines.of(TestNodes.TIMINGS),
                new Crew.Outlook(new Tickets(), Progress.NONE, TestNodes.TIMINGS.probe()));
    }

    /** A disk, as far as a loop that has just been born knows one. */
    private interface Written extends DurableEpoch {
        @Override
        default Epoch read() {
            return Epoch.NONE;
        }
    }

    /** Tells of each start before it is made. */
    private record Told(FakeDatabase database, List<String> events) implements Forwarding {
        @Override
        public Outcome startPrimary(Set<NodeId> waitsFor, Duration deadline) {
            events.add("start primary");
            return database.startPrimary(waitsFor, deadline);
        }
    }

    /** Hands everything on. */
    private interface Forwarding extends Database {
        Database database();

        @Override
        default DatabaseState look(Duration deadline) {
            return database().look(deadline);
        }

        @Override
        default Outcome startPrimary(Set<NodeId> waitsFor, Duration deadline) {
            return database().startPrimary(waitsFor, deadline);
        }

        @Override
        default Outcome startStandby(NodeId upstream, Duration deadline) {
            return database().startStandby(upstream, deadline);
        }

        @Override
        default Outcome promote(Set<NodeId> waitsFor, Duration deadline) {
            return database().promote(waitsFor, deadline);
        }

        @Override
        default Outcome waitFor(Set<NodeId> nodes, Duration deadline) {
            return database().waitFor(nodes, deadline);
        }

        @Override
        default Outcome stop(StopMode mode, Duration deadline) {
            return database().stop(mode, deadline);
        }

        @Override
        default Outcome rewind(NodeId source, Duration deadline, Progress progress) {
            return database().rewind(source, deadline, progress);
        }

        @Override
        default Outcome copyAnew(NodeId source, Duration deadline, Progress progress) {
            return database().copyAnew(source, deadline, progress);
        }
    }

    /** Breaks its promise not to throw. */
    private static final class Defective implements Forwarding {
        @Override
        public Database database() {
            throw new IllegalStateException("a defect");
        }
    }

    /** Breaks its promise not to throw. */
    private static final class DefectiveServer implements Server {
        @Override
        public ServerState look(Duration deadline) {
            throw new IllegalStateException("a defect");
        }

        @Override
        public Outcome start(Epoch epoch, Duration deadline) {
            throw new IllegalStateException("a defect");
        }

        @Override
        public Outcome stop(StopMode mode, Duration deadline) {
            throw new IllegalStateException("a defect");
        }
    }
}
