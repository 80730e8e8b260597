package io.understudy.testkit.simulator;

import static io.understudy.testkit.simulator.Invariants.require;

import io.understudy.core.model.ClusterState;
import io.understudy.core.model.Epoch;
import io.understudy.core.model.NodeId;
import io.understudy.core.model.Phase;
import io.understudy.core.model.SynchronousMode;
import io.understudy.core.model.Synchrony;
import io.understudy.core.model.Versioned;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What was acknowledged stays, except for what a person or the mode accepted to lose. */
final class DataRules {
    private final World world;
    private final boolean asynchronous;
    private final List<Entry> owed = new ArrayList<>();
    private final Map<NodeId, Entry> lostLogs = new HashMap<>();
    private Optional<NodeId> active = Optional.empty();
    private Epoch epoch = Epoch.NONE;
    private boolean byWord;
    private long lost;

    DataRules(World world) {
        this.world = world;
        this.asynchronous = world.setup().synchronous() instanceof SynchronousMode.Off;
    }

    int owed() {
        return owed.size();
    }

    long lost() {
        return lost;
    }

    void founds(NodeId founder) {
        active = Optional.of(founder);
    }

    /** A client was told that its commit is safe. */
    void acknowledged(SimulatedDatabase primary, Entry entry) {
        NodeId node = primary.node();
        if (active.filter(node::equals).isEmpty()) {
            boolean kept =
                    active.map(id -> world.node(id).database())
                            .filter(SimulatedDatabase::present)
                            .filter(database -> database.flushed().has(entry))
                            .isPresent();
            require(
                    kept || asynchronous || byWord,
                    "%s acknowledges a commit at %s that %s lacks",
                    node,
                    entry,
                    "the active node " + active.map(NodeId::name).orElse("(none)"));
            if (!kept) {
                return;
            }
        }
        owed.add(entry);
        world.register().value().map(Versioned::state).ifPresent(state -> held(state, node, entry));
    }

    /** Whoever the register names in sync has it. */
    private void held(ClusterState state, NodeId writer, Entry entry) {
        if (!state.lastActive().equals(writer)
                || !(state.synchrony() instanceof Synchrony.InSync(Set<NodeId> nodes))) {
            return;
        }
        for (NodeId node : nodes) {
            require(
                    hadUntilItsLoss(node, entry),
                    "%s acknowledges a commit at %s that %s lacks, which the register names in"
                            + " sync",
                    writer,
                    entry,
                    node);
        }
    }

    private boolean has(NodeId node, Entry entry) {
        SimulatedDatabase database = world.node(node).database();
        return database.present() && database.flushed().has(entry);
    }

    /** What a node confirmed may be told of it a moment longer than its disk lives. */
    private boolean hadUntilItsLoss(NodeId node, Entry entry) {
        Entry lost = lostLogs.get(node);
        return has(node, entry)
                || (!world.node(node).database().present() && lost != null && lost.has(entry));
    }

    /** A disk is about to be lost: what is on no other one can't be kept by anybody. */
    void losing(NodeId node) {
        lostLogs.put(node, world.node(node).database().flushed());
        owed.removeIf(entry ->
                world.setup().carriers().stream()
                        .noneMatch(other -> !other.equals(node) && has(other, entry)));
    }

    /** The holder declares who has every commit. */
    void declares(ClusterState before, ClusterState after) {
        if (!(after.phase() instanceof Phase.Active)
                || !(after.synchrony() instanceof Synchrony.InSync(Set<NodeId> nodes))) {
            return;
        }
        for (NodeId node : nodes) {
            if (!before.synchrony().includes(node)) {
                for (Entry entry : owed) {
                    require(
                            hadUntilItsLoss(node, entry),
                            "%s declares %s in sync, which lacks a commit at %s",
                            after.holder(),
                            node,
                            entry);
                }
            }
        }
    }

    /** A node is active, with the data that it has. */
    void activates(ClusterState after, NodeId lastActive, Optional<Long> word) {
        long missing = 0;
        SimulatedDatabase database = world.node(after.holder()).database();
        require(
                database.present() || wroteEarlier(after),
                "%s becomes active in epoch %s without data%s",
                after.holder(),
                after.epoch(),
                "");
        List<Entry> gone = new ArrayList<>();
        for (Entry entry : owed) {
            if (!hadUntilItsLoss(after.holder(), entry)) {
                missing += entry.bytes();
                gone.add(entry);
            }
        }
        long unknown = word.isPresent() || asynchronous ? sinceRenewal(after, lastActive) : 0;
        long limit =
                word.orElseGet(() ->
                        world.setup().synchronous() instanceof SynchronousMode.Off(long l)
                                ? l
                                : 0L);
        require(
                missing <= limit || missing - limit <= unknown,
                "%s becomes active %s and lacks %s",
                after.holder(),
                "with " + database.look() + " in epoch " + after.epoch(),
                "%d acknowledged bytes, of which %d and %d more may be lost"
                        .formatted(missing, limit, unknown));
        owed.removeAll(gone);
        lost += missing;
        active = Optional.of(after.holder());
        epoch = after.epoch();
        byWord = word.isPresent();
    }

    /** A run that has ended may have had the data that the disk has lost since. */
    private boolean wroteEarlier(ClusterState written) {
        return world.node(written.holder())
                .state()
                .filter(state -> state.incarnation().equals(written.incarnation()))
                .isEmpty();
    }

    /** What the last active node wrote after it last told the register where its log ends. */
    private long sinceRenewal(ClusterState after, NodeId lastActive) {
        SimulatedDatabase database = world.node(lastActive).database();
        Entry end = database.present() ? database.flushed() : lostLogs.get(lastActive);
        return end == null ? 0 : after.position().position().behind(end.end());
    }

    /** At the end of a run: whoever serves has all. */
    void allThere(NodeId serving) {
        for (Entry entry : owed) {
            require(
                    has(serving, entry),
                    "%s serves in epoch %s and lacks a commit at %s",
                    serving,
                    epoch,
                    entry);
        }
    }
}
