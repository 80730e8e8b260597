package io.understudy.testkit.simulator;

import static io.understudy.testkit.simulator.Invariants.require;

import io.understudy.core.action.Outcome;
import io.understudy.core.model.ClusterState;
import io.understudy.core.model.Epoch;
import io.understudy.core.model.LogPoint;
import io.understudy.core.model.LogPosition;
import io.understudy.core.model.Mode;
import io.understudy.core.model.NodeId;
import io.understudy.core.model.Phase;
import io.understudy.core.model.Request;
import io.understudy.core.model.SynchronousMode;
import io.understudy.core.model.Synchrony;
import io.understudy.core.model.TakeoverMode;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What may become of the register's value. */
final class RegisterRules {
    /** No clock of a node runs faster than this. */
    private static final double FASTEST = 1.09;

    /** A command may wait so long at a node until it is carried out: two ttl, on a slow clock. */
    private static final long ANSWER = 5_000_000_000L;

    private final World world;
    private final DataRules data;
    private final Map<Epoch, NodeId> active = new HashMap<>();
    private final Map<NodeId, Epoch> receipts = new HashMap<>();
    private final Map<Silence, Long> silences = new HashMap<>();
    private final Map<Epoch, Quiet> quiet = new HashMap<>();
    private final Set<NodeId> released = new HashSet<>();
    private final Map<Epoch, Long> words = new HashMap<>();
    private Epoch lastActive = Epoch.NONE;
    private long pausedAt;
    private long changedAt;
    private long resumedAt = -1;
    private long spokenAt = -1;
    private final TryRules tries;

    private record Silence(NodeId node, Epoch epoch) {}

    /** Since when nothing had changed as an epoch was won, and which epoch that was. */
    private record Quiet(Epoch before, long since) {}

    RegisterRules(World world, DataRules data) {
        this.world = world;
        this.data = data;
        this.tries = new TryRules(world);
    }

    void personResumes() {
        resumedAt = world.events().now();
    }

    void personSpeaks() {
        spokenAt = world.events().now();
        tries.personSpeaks();
    }

    void fenceAnswered(NodeId node, Epoch epoch, Outcome outcome) {
        if (outcome instanceof Outcome.Unknown) {
            silences.put(new Silence(node, epoch), world.events().now());
        }
    }

    void receiptGiven(NodeId node, Epoch epoch) {
        receipts.merge(node, epoch, (a, b) -> a.isAfter(b) ? a : b);
    }

    void changes(NodeId writer, Optional<ClusterState> past, ClusterState after) {
        if (past.isEmpty()) {
            lastActive = after.epoch();
            active.put(after.epoch(), after.holder());
            data.founds(after.holder());
            return;
        }
        ClusterState before = past.get();
        long step = after.epoch().number() - before.epoch().number();
        require(step >= 0, "the epoch falls from %s to %s%s", before.epoch(), after.epoch(), "");
        boolean leaps = step > 1;
        require(
                !leaps || (after.isHeldBy(writer) && word(writer, after).isPresent()),
                "the epoch leaps from %s to %s%s",
                before.epoch(),
                after.epoch(),
                "");
        require(
                step >= 1 || before.isHeldBy(after.holder()),
                "within epoch %s the holder changes from %s to %s",
                after.epoch(),
                before.holder(),
                after.holder());
        if (!leaps) {
            // Of two nodes, the one that leaps on a word may not know of the pause.
            paused(before, after);
        }
        tries.changes(before, after);
        if (step >= 1) {
            quiet.put(after.epoch(), new Quiet(before.epoch(), changedAt));
            wins(writer, before, after);
        }
        boolean activates =
                after.phase() instanceof Phase.Active && (step >= 1 || !before.serves());
        if (activates) {
            activates(after, before);
        }
        if (after.phase() instanceof Phase.Ceded && !(before.phase() instanceof Phase.Ceded)) {
            released.add(after.holder());
        }
        data.declares(before, after);
        changedAt = world.events().now();
    }

    private void paused(ClusterState before, ClusterState after) {
        if (!(after.mode() instanceof Mode.Automatic) && !before.mode().equals(after.mode())) {
            pausedAt = world.events().now();
        }
        if (before.mode() instanceof Mode.Automatic) {
            return;
        }
        Duration length =
                switch (before.mode()) {
                    case Mode.Automatic() -> Duration.ZERO;
                    case Mode.Paused(Duration paused, var _) -> paused;
                    case Mode.Held(Duration held, var _) -> held;
                };
        boolean word = before.mode() instanceof Mode.Held && spokenAt >= pausedAt - ANSWER;
        boolean over =
                (world.events().now() - pausedAt) * FASTEST >= length.toNanos()
                        || resumedAt >= pausedAt - ANSWER
                        || word;
        boolean samePhase =
                before.phase().getClass() == after.phase().getClass()
                        || (before.serves() && after.serves());
        require(
                over || (before.isHeldBy(after.holder()) && samePhase),
                "the cluster is paused, and moves from %s to %s, %s",
                before.holder(),
                after.holder(),
                after.phase());
        require(
                over || !(after.mode() instanceof Mode.Automatic),
                "the pause of %s ends too early%s%s",
                length,
                "",
                "");
    }

    /** A node takes the next epoch. */
    private void wins(NodeId writer, ClusterState before, ClusterState after) {
        require(
                writer.equals(after.holder()),
                "%s writes that %s has won epoch %s",
                writer,
                after.holder(),
                after.epoch());
        released.remove(writer);
        NodeId loser = before.holder();
        require(
                before.phase() instanceof Phase.Ceded
                        || loser.equals(writer)
                        || !world.node(loser).guard().leaseHolds(),
                "%s takes epoch %s while the lease of %s still runs",
                writer,
                after.epoch(),
                loser);
        // Of two nodes, only the one that leaps may know of the word.
        Optional<Long> word = word(writer, before).or(() -> word(writer, after));
        require(
                word.isPresent()
                        || world.setup().takeover() == TakeoverMode.AUTOMATIC
                        || !before.serves(),
                "%s takes epoch %s by itself, although takeover is %s",
                writer,
                after.epoch(),
                world.setup().takeover());
        require(
                word.isPresent() || hasWhatWasReleased(writer, before),
                "%s takes epoch %s without the end of the log, which its release gives as %s",
                writer,
                after.epoch(),
                before.phase());
        word.ifPresent(accepted -> words.put(after.epoch(), accepted));
        require(
                word.isPresent() || eligible(writer, before),
                "%s takes epoch %s by itself, although the register says: %s",
                writer,
                after.epoch(),
                Wording.of(before.synchrony()));
    }

    /** A planned move loses nothing, not even what was never acknowledged; unless it failed. */
    private boolean hasWhatWasReleased(NodeId writer, ClusterState before) {
        if (!(before.phase() instanceof Phase.Ceded(NodeId successor, LogPosition end))
                || !successor.equals(writer)) {
            return true;
        }
        SimulatedDatabase database = world.node(writer).database();
        long unchanged = world.events().now() - changedAt;
        boolean failed = unchanged * FASTEST >= world.setup().timings().ttl().toNanos();
        // A write that was under way when its disk was lost wins a primacy that it then lets go.
        return failed || !database.present() || database.flushed().end().isAtLeast(end);
    }

    /**
     * Of two nodes, one that was cut off shows an older epoch than the other has served in since,
     * and says so: who accepts any loss then accepts what that other one has committed.
     */
    private boolean acceptsAnything(long accepted) {
        return world.setup().pair().isPresent() && accepted == Request.ANY_LOSS;
    }

    private Optional<Long> word(NodeId writer, ClusterState before) {
        return before.request() instanceof Request.Failover(_, var to, var seen, long accepted, _)
                        && to.equals(writer)
                        && (seen.compareTo(lastActive) >= 0 || acceptsAnything(accepted))
                ? Optional.of(accepted)
                : Optional.empty();
    }

    /** Its log may have followed another primary since: what it has of that history counts. */
    private boolean eligible(NodeId writer, ClusterState before) {
        if (before.lastActive().equals(writer) || before.synchrony().includes(writer)) {
            return true;
        }
        SimulatedDatabase database = world.node(writer).database();
        return before.synchrony() instanceof Synchrony.Asynchronous
                && world.setup().synchronous() instanceof SynchronousMode.Off(long limit)
                && database.present()
                && flushedOn(database, before.position().timeline())
                        .filter(last -> last.behind(before.position()).orElseThrow() <= limit)
                        .isPresent();
    }

    /**
     * How far of that history is on its disk. One that has begun to receive it may have flushed
     * nothing since it branched off: then what it has flushed is where it came from.
     */
    private static Optional<LogPoint> flushedOn(SimulatedDatabase database, int timeline) {
        return database.flushed()
                .lastOn(timeline)
                .or(() ->
                        database.received()
                                .lastOn(timeline)
                                .map(_ -> new LogPoint(timeline, database.flushed().end())));
    }

    /** A node may serve from now on. */
    private void activates(ClusterState after, ClusterState before) {
        Epoch epoch = after.epoch();
        NodeId first = active.putIfAbsent(epoch, after.holder());
        require(
                first == null || first.equals(after.holder()),
                "epoch %s has two active nodes: %s and %s",
                epoch,
                String.valueOf(first),
                after.holder());
        lastActive = epoch;
        if (before.phase() instanceof Phase.Fencing(Set<NodeId> toFence, var last)) {
            for (NodeId node : toFence) {
                if (world.setup().fence().required()) {
                    surelyStopped(node, before, after);
                } else {
                    fenced(node, epoch, after.holder());
                }
            }
            data.activates(after, last, Optional.ofNullable(words.get(epoch)));
        } else {
            data.founds(after.holder());
        }
    }

    /** Where a receipt is required, neither silence nor a word about data is one. */
    private void surelyStopped(NodeId node, ClusterState before, ClusterState after) {
        Epoch epoch = after.epoch();
        boolean vouched =
                before.request() instanceof Request.Failover word
                        && word.seen().equals(epoch)
                        && word.stopped().contains(node);
        require(
                node.equals(after.holder())
                        || vouched
                        || receipts.getOrDefault(node, Epoch.NONE).compareTo(epoch) >= 0,
                "%s becomes active in epoch %s without a receipt of %s, and one is required",
                after.holder(),
                epoch,
                node);
        world.invariants().servesNothing(node, "is fenced for epoch " + epoch);
    }

    private void fenced(NodeId node, Epoch epoch, NodeId winner) {
        if (node.equals(winner) || words.containsKey(epoch) || released.contains(node)) {
            return;
        }
        boolean receipt = receipts.getOrDefault(node, Epoch.NONE).compareTo(epoch) >= 0;
        boolean silent = wasSilent(node, epoch) && !world.node(node).guard().leaseHolds();
        require(
                receipt || silent,
                "%s becomes active in epoch %s without having fenced %s",
                winner,
                epoch,
                node);
    }

    /** Asked for that epoch, or before it was won while the register stood still. */
    private boolean wasSilent(NodeId node, Epoch epoch) {
        Quiet before = quiet.get(epoch);
        return silences.containsKey(new Silence(node, epoch))
                || (before != null
                        && silences.getOrDefault(new Silence(node, before.before()), -1L)
                                > before.since());
    }
}
