package io.understudy.node.loop;

import static io.understudy.node.loop.TestNodes.A;
import static io.understudy.node.loop.TestNodes.B;
import static org.awaitility.Awaitility.await;

import io.understudy.core.action.Outcome;
import io.understudy.core.decision.Role;
import io.understudy.core.model.Epoch;
import io.understudy.core.model.FencePlan;
import io.understudy.core.model.Incarnation;
import io.understudy.core.model.NodeId;
import io.understudy.core.port.Fences;
import io.understudy.core.port.Peers;
import io.understudy.node.api.Desk;
import io.understudy.node.api.HistoryEntry;
import io.understudy.node.journal.DiskJournal;
import io.understudy.node.journal.Entry;
import io.understudy.node.journal.HistoryFile;
import io.understudy.node.moves.MoveReports;
import io.understudy.node.trend.Recorder;
import io.understudy.node.why.Inquest;
import io.understudy.testkit.FakeAddress;
import io.understudy.testkit.FakeDatabase;
import io.understudy.testkit.FakeGuard;
import io.understudy.testkit.FakeRegister;
import io.understudy.testkit.FakeServer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The loops of two nodes in one JVM, over a register, databases and servers in memory. */
final class LoopPair {

    private static final Duration LONGEST = Duration.ofSeconds(20);

    private final Path folder;
    private final FencePlan plan;
    private final Fences fences;
    private final FakeRegister register = new FakeRegister(2);
    private final FakeDatabase.Net net = new FakeDatabase.Net();
    private final Map<NodeId, FakeServer> servers =
            Map.of(A, new FakeServer(), B, new FakeServer());
    private final Map<NodeId, FakeAddress> addresses =
            Map.of(A, new FakeAddress(), B, new FakeAddress());
    private final Map<NodeId, FakeGuard> guards = new ConcurrentHashMap<>();
    private final Map<NodeId, TestNodes.EpochInMemory> epochs =
            Map.of(A, new TestNodes.EpochInMemory(), B, new TestNodes.EpochInMemory());
    private final Map<NodeId, Running> running = new ConcurrentHashMap<>();

    LoopPair(Path folder) {
        this(
                folder,
                FencePlan.usual(TestNodes.TIMINGS),
                (method, _, _) -> new Outcome.Failed("there is no " + method));
    }

    /** Whose nodes stop each other by that plan. */
    LoopPair(Path folder, FencePlan plan, Fences fences) {
        this.folder = folder;
        this.plan = plan;
        this.fences = fences;
        database(A).initialize();
    }

    /** A node's loop and the thread that it runs in. */
    private record Running(Node node, Thread thread, DiskJournal journal) {}

    void start(NodeId self) {
        MoveReports moves = moves(self);
        DiskJournal journal =
                DiskJournal.open(
                        folder.resolve(self + "-journal"),
                        new DiskJournal.Terms(LONGEST, InstantSource.system(), moves));
        journal.keep(
                new Entry.Began(
                        Instant.now(), self, "0", new Incarnation("run-of-" + self), "boot"));
        Node node =
                new Node(
                        TestNodes.starting(self, plan),
                        new Resources(
                                register.registers().get(self.equals(A) ? 0 : 1),
                                new KnownPeers(self),
                                fences,
                                Optional.of(
                                        new Resources.Carried(
                                                database(self),
                                                server(self),
                                                address(self),
                                                guard(self)))),
                        new Node.Records(
                                epochs(self),
                                journal,
                                history(self),
                                moves,
                                new Inquest(self, journal),
                                (_, _, _) -> {},
                                trend(self)),
                        TestNodes.face(self));
        running.put(self, new Running(node, Thread.ofVirtual().start(node::run), journal));
    }

    /** The host loses its power. */
    void crash(NodeId node) throws InterruptedException {
        stopLoop(node);
        database(node).crash();
        server(node).die();
        address(node).vanish();
    }

    /** Both nodes run, and the second one would lose nothing. */
    void startBoth() {
        start(A);
        await("an active " + A).atMost(LONGEST).until(() -> role(A) == Role.ACTIVE);
        start(B);
        awaitInSync(A, B);
    }

    private Recorder trend(NodeId node) {
        return new Recorder(
                folder.resolve(node + "-trend"),
                new Recorder.Sources(Optional.empty(), Optional::empty, InstantSource.system()));
    }

    /** As on a real host, the guard is older than any daemon. */
    private FakeGuard guard(NodeId node) {
        return guards.computeIfAbsent(
                node,
                _ ->
                        new FakeGuard(
                                Monotonic.system()::now,
                                () -> {
                                    database(node).crash();
                                    server(node).die();
                                    address(node).vanish();
                                }));
    }

    void awaitInSync(NodeId primary, NodeId standby) {
        await(standby + " in sync with " + primary)
                .atMost(LONGEST)
                .until(() ->
                        role(primary) == Role.ACTIVE
                                && role(standby) == Role.STANDBY
                                && desk(standby).report().primacy().stream()
                                        .anyMatch(seen -> seen.inSync().contains(standby)));
    }

    void awaitActive(NodeId node) {
        await("an active " + node)
                .atMost(LONGEST)
                .until(() -> role(node) == Role.ACTIVE && server(node).running());
    }

    Role role(NodeId node) {
        return loop(node).state().role();
    }

    Desk desk(NodeId node) {
        return loop(node).desk();
    }

    Epoch epoch(NodeId node) {
        return epochs(node).read();
    }

    FakeDatabase database(NodeId node) {
        return net.database(node);
    }

    FakeAddress address(NodeId node) {
        return of(addresses, node);
    }

    FakeServer server(NodeId node) {
        return of(servers, node);
    }

    List<String> told(NodeId node) {
        return history(node).last(100).stream().map(HistoryEntry::sentence).toList();
    }

    private TestNodes.EpochInMemory epochs(NodeId node) {
        return of(epochs, node);
    }

    private HistoryFile history(NodeId node) {
        return new HistoryFile(folder.resolve(node + ".jsonl"));
    }

    private MoveReports moves(NodeId node) {
        return new MoveReports(folder.resolve(node + "-moves"), Optional.empty());
    }

    private Node loop(NodeId node) {
        return of(running, node).node();
    }

    private void stopLoop(NodeId node) throws InterruptedException {
        Running stopped = running.remove(node);
        if (stopped != null) {
            stopped.node().stop();
            stopped.thread().join(LONGEST);
            stopped.node().close();
            stopped.journal().close();
        }
    }

    void close() throws InterruptedException {
        for (NodeId node : List.of(A, B)) {
            stopLoop(node);
        }
    }

    private static <T> T of(Map<NodeId, T> each, NodeId node) {
        return Optional.ofNullable(each.get(node)).orElseThrow();
    }

    /** Asks the other loop's desk; a node whose loop does not run is silent. */
    private final class KnownPeers implements Peers {
        private final NodeId self;

        KnownPeers(NodeId self) {
            this.self = self;
        }

        @Override
        public Outcome fence(NodeId node, Epoch epoch, Duration deadline) {
            return Optional.ofNullable(running.get(node))
                    .map(peer -> peer.node().desk().fence(self, epoch))
                    .orElseGet(() -> new Outcome.Unknown(node + " did not answer"));
        }
    }
}
