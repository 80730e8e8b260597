package io.understudy.node.arbiter;

import io.understudy.core.model.ClusterState;
import io.understudy.core.model.Epoch;
import io.understudy.core.model.NodeId;
import io.understudy.core.model.Pair;
import io.understudy.core.model.PeerLoss;
import io.understudy.core.model.Version;
import io.understudy.core.port.Register;
import io.understudy.testkit.RegisterCluster;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Two arbiters over real files. What they ask each other goes by calls, which can be cut. */
final class PairCluster implements RegisterCluster {

    private static final List<NodeId> NODES = List.of(new NodeId("a"), new NodeId("b"));

    private final Path folder;
    private final PeerLoss right;
    private final List<Optional<PairArbiter>> arbiters = new ArrayList<>();
    private boolean cut;

    PairCluster(Path folder, PeerLoss right) throws Exception {
        this.folder = folder;
        this.right = right;
        for (int node = 0; node < NODES.size(); node++) {
            Files.createDirectories(folder(node));
            arbiters.add(Optional.empty());
        }
        start(0);
        start(1);
    }

    Path file(int node) {
        return folder(node).resolve("register");
    }

    private Path folder(int node) {
        return folder.resolve(NODES.get(node).name());
    }

    synchronized void start(int node) throws ArbiterUnavailableException {
        arbiters.set(node, Optional.of(open(node, right, Epoch.NONE)));
    }

    PairArbiter open(int node, PeerLoss by, Epoch seen) throws ArbiterUnavailableException {
        return PairArbiter.open(
                new PairArbiter.Settings(
                        NODES.get(node),
                        Pair.of(NODES.get(0), NODES.get(1), by),
                        file(node),
                        seen,
                        Duration.ofMillis(20)),
                (json, _) -> ask(node, json));
    }

    private OtherNode.Said ask(int from, String json) {
        Optional<PairArbiter> other = other(from);
        if (other.isEmpty()) {
            return new OtherNode.Said.Silent("nothing listens there");
        }
        return switch (other.get().answer(NODES.get(from), json)) {
            case PairArbiter.Reply.Answer(String answer) -> new OtherNode.Said.Answered(answer);
            case PairArbiter.Reply.Refusal(String why) -> new OtherNode.Said.Declined(why);
        };
    }

    private synchronized Optional<PairArbiter> other(int from) {
        return cut ? Optional.empty() : arbiters.get(1 - from);
    }

    synchronized void kill(int node) {
        arbiters.get(node).ifPresent(PairArbiter::close);
        arbiters.set(node, Optional.empty());
    }

    synchronized PairArbiter arbiter(int node) {
        return arbiters.get(node).orElseThrow();
    }

    @Override
    public List<Register> registers() {
        return List.of(new Way(0), new Way(1));
    }

    @Override
    public synchronized void isolate(int node) {
        cut = true;
    }

    @Override
    public synchronized void rejoin(int node) {
        cut = false;
    }

    /** The first node's file decides, and it is the other that dies. */
    @Override
    public int killLeader() {
        kill(1);
        return 0;
    }

    @Override
    public void restartAll() {
        kill(0);
        kill(1);
        try {
            start(0);
            start(1);
        } catch (ArbiterUnavailableException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        kill(0);
        kill(1);
    }

    /** The way in that a node has at the time: the same after it was started again. */
    private final class Way implements Register {
        private final int node;

        Way(int node) {
            this.node = node;
        }

        @Override
        public ReadResult read(Duration deadline) {
            return arbiter(node).register().read(deadline);
        }

        @Override
        public CasResult compareAndSet(Version expected, ClusterState next, Duration deadline) {
            return arbiter(node).register().compareAndSet(expected, next, deadline);
        }
    }
}
