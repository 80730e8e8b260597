package io.understudy.testkit;

import io.understudy.core.model.ClusterState;
import io.understudy.core.model.Version;
import io.understudy.core.model.Versioned;
import io.understudy.core.port.Register;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A register in memory, with a way in for each node. A way in can be cut off, and then reads what
 * was there at that moment; and it can lose the answers to its next writes, before or after they
 * took effect. Answers at once, whatever the deadline. Any thread may call.
 */
public final class FakeRegister implements RegisterCluster {

    private final List<Register> ways;
    private final Map<Integer, Optional<Versioned>> isolated = new HashMap<>();
    private final Map<Integer, Loss> losses = new HashMap<>();
    private Optional<Versioned> value = Optional.empty();

    /** When the answer to a write is lost. */
    public enum Loss {
        /** The write was never made. */
        BEFORE,
        /** The write was made. */
        AFTER
    }

    public FakeRegister(int nodes) {
        List<Register> each = new ArrayList<>();
        for (int node = 0; node < nodes; node++) {
            each.add(new Way(node));
        }
        this.ways = List.copyOf(each);
    }

    @Override
    public List<Register> registers() {
        return ways;
    }

    /** Loses the answer to this node's next write. */
    public synchronized void loseNextAnswer(int node, Loss loss) {
        losses.put(node, loss);
    }

    @Override
    public synchronized void isolate(int node) {
        isolated.put(node, value);
    }

    @Override
    public synchronized void rejoin(int node) {
        isolated.remove(node);
    }

    /** There is no leader here, so nothing dies. */
    @Override
    public int killLeader() {
        return 0;
    }

    /** What was acknowledged is on disk, as it were. */
    @Override
    public synchronized void restartAll() {
        isolated.clear();
        losses.clear();
    }

    @Override
    public void close() {
        // Memory only.
    }

    private synchronized Register.ReadResult read(int node) {
        return isolated.getOrDefault(node, value)
                .<Register.ReadResult>map(Register.ReadResult.Found::new)
                .orElseGet(Register.ReadResult.Absent::new);
    }

    private synchronized Register.CasResult compareAndSet(
            int node, Version expected, ClusterState next) {
        if (isolated.containsKey(node)) {
            return new Register.CasResult.Unknown("the node is cut off");
        }
        Optional<Loss> loss = Optional.ofNullable(losses.remove(node));
        if (loss.equals(Optional.of(Loss.BEFORE))) {
            return new Register.CasResult.Unknown("the question was lost");
        }
        Version current = value.map(Versioned::version).orElse(Version.ABSENT);
        boolean matches = current.equals(expected);
        Version made = new Version(current.number() + 1);
        if (matches) {
            value = Optional.of(new Versioned(made, next));
        }
        if (loss.isPresent()) {
            return new Register.CasResult.Unknown("the answer was lost");
        }
        return matches ? new Register.CasResult.Written(made) : new Register.CasResult.Conflict();
    }

    /** One node's way in. */
    private final class Way implements Register {
        private final int node;

        Way(int node) {
            this.node = node;
        }

        @Override
        public ReadResult read(Duration deadline) {
            return FakeRegister.this.read(node);
        }

        @Override
        public CasResult compareAndSet(Version expected, ClusterState next, Duration deadline) {
            return FakeRegister.this.compareAndSet(node, expected, next);
        }
    }
}
