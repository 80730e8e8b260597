package io.understudy.testkit.simulator;

import io.understudy.core.action.Action;
import io.understudy.core.action.Outcome;
import io.understudy.core.decision.NodeState;
import io.understudy.core.decision.NodeState.Lease;
import io.understudy.core.decision.Role;
import io.understudy.core.model.ClusterState;
import io.understudy.core.model.Epoch;
import io.understudy.core.model.NodeId;
import io.understudy.core.model.Phase;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What must hold after every event. It knows what no node can know: true time, every disk, every
 * clock.
 */
final class Invariants {
    private final World world;
    private final RegisterRules registerRules;
    private final DataRules dataRules;
    private final FilesRules filesRules;
    private final NoticeRules noticeRules;
    private final Map<Epoch, NodeId> servedIn = new HashMap<>();
    private final Map<Role, Set<Role>> transitions = new EnumMap<>(Role.class);
    private boolean registerWentBack;
    private boolean personWasWrong;
    private long serverStarts;

    Invariants(World world) {
        this.world = world;
        this.dataRules = new DataRules(world);
        this.filesRules = new FilesRules(world);
        this.noticeRules = new NoticeRules(world);
        this.registerRules = new RegisterRules(world, dataRules);
    }

    Map<Role, Set<Role>> transitions() {
        return transitions;
    }

    DataRules data() {
        return dataRules;
    }

    FilesRules files() {
        return filesRules;
    }

    NoticeRules notices() {
        return noticeRules;
    }

    boolean personWasWrong() {
        return personWasWrong;
    }

    boolean registerWentBack() {
        return registerWentBack;
    }

    /** An operator put an old copy back: only what the nodes keep themselves still protects. */
    void registerGoesBack() {
        registerWentBack = true;
    }

    /**
     * A person said that the other of two nodes does not serve, and it may. From here on both may
     * serve until they meet: what is acknowledged is kept on the disk of the one that stops, but
     * not served. An epoch still has one active node, and all ends with one primary.
     */
    void personIsWrong() {
        personWasWrong = true;
    }

    void serverStarted() {
        serverStarts++;
    }

    long serverStarts() {
        return serverStarts;
    }

    /** A person's word, as far as it bears on what moves by itself. */
    void personSpeaks() {
        registerRules.personSpeaks();
    }

    void personResumes() {
        registerRules.personResumes();
    }

    void registerChanges(NodeId writer, Optional<ClusterState> before, ClusterState after) {
        require(
                !(after.phase() instanceof Phase.Ceded)
                        || !before.map(ClusterState::phase)
                                .filter(Phase.Active.class::isInstance)
                                .isPresent()
                        || !world.node(writer).address().held(),
                "%s gives its place away and has the address%s%s",
                writer,
                "",
                "");
        if (!registerWentBack && !personWasWrong) {
            registerRules.changes(writer, before, after);
        }
    }

    /** A daemon that ends by itself leaves nothing behind that serves. */
    void left(SimulatedNode node) {
        require(
                !node.database().takesWrites(),
                "%s left having seen epoch %s, and its database takes writes (%s)",
                node.id(),
                node.keptEpoch(),
                node.now());
        require(
                !node.server().runs(),
                "%s left having seen epoch %s, and its server runs (%s)",
                node.id(),
                node.keptEpoch(),
                node.now());
        require(
                !node.address().held(),
                "%s left having seen epoch %s, and has the address (%s)",
                node.id(),
                node.keptEpoch(),
                node.now());
    }

    /**
     * It takes the address: nobody else whose host works may have it, whether or not it answers. A
     * host that goes on after a freeze is given the time that its guard needs, on either side.
     */
    void takesAddress(SimulatedNode node) {
        if (registerWentBack || personWasWrong || !node.awakeFor(Guard.KILL)) {
            return;
        }
        for (SimulatedNode other : world.nodes().values()) {
            require(
                    other == node || !other.address().held() || !other.awakeFor(Guard.KILL),
                    "%s takes the address while %s still has it%s",
                    node.id(),
                    other.id(),
                    "");
        }
    }

    void asksWhoHasTheAddress(SimulatedNode node, boolean deaf) {
        require(
                !deaf,
                "%s takes the address that a third host has had for long%s%s",
                node.id(),
                "",
                "");
    }

    void decided(SimulatedNode node, NodeState before, NodeState after) {
        if (before.role() != after.role()) {
            transitions
                    .computeIfAbsent(before.role(), _ -> EnumSet.noneOf(Role.class))
                    .add(after.role());
        }
        if (claims(after) && after.lease().isPresent()) {
            Epoch epoch = after.lease().get().epoch();
            require(
                    node.keptEpoch().compareTo(epoch) >= 0,
                    "%s serves in epoch %s and has only %s on its disk",
                    node.id(),
                    epoch,
                    node.keptEpoch());
            require(
                    !node.keptEpoch().isAfter(epoch),
                    "%s serves in epoch %s, though it has seen %s",
                    node.id(),
                    epoch,
                    node.keptEpoch());
            alone(node, after);
        }
    }

    private static boolean claims(NodeState state) {
        return state.role() == Role.ACTIVE || state.role() == Role.PROMOTING;
    }

    private void alone(SimulatedNode node, NodeState after) {
        if (registerWentBack
                || node.clock().trueTimeOf(after.lease().orElseThrow().until())
                        <= world.events().now()) {
            return;
        }
        for (SimulatedNode other : world.nodes().values()) {
            boolean also =
                    other != node
                            && other.guard().leaseHolds()
                            && other.state().filter(Invariants::claims).isPresent()
                            && !(personWasWrong && otherEpoch(other, after));
            require(!also, "%s and %s are active at the same time%s", node.id(), other.id(), "");
        }
    }

    private static boolean otherEpoch(SimulatedNode other, NodeState after) {
        Optional<Epoch> theirs = other.state().flatMap(NodeState::lease).map(Lease::epoch);
        return !theirs.equals(after.lease().map(Lease::epoch));
    }

    /** The core found one of its own assertions broken. */
    void halts(SimulatedNode node, String why) {
        require(registerWentBack, "%s halts: %s%s", node.id(), why, "");
    }

    /** A database becomes a primary's. */
    void servesFrom(SimulatedNode node, Action action) {
        if (registerWentBack) {
            return;
        }
        node.state()
                .flatMap(NodeState::lease)
                .ifPresent(lease -> {
                    NodeId first = servedIn.putIfAbsent(lease.epoch(), node.id());
                    require(
                            first == null || first.equals(node.id()),
                            "in epoch %s first %s served, and now %s does "
                                    + action.getClass().getSimpleName(),
                            lease.epoch(),
                            String.valueOf(first),
                            node.id());
                });
    }

    /** A server that starts while its database stops fails for nothing. */
    void findsItsDatabase(SimulatedNode node, Action.OnServer action) {
        require(
                !(action instanceof Action.StartServer && node.databaseActions().stopping()),
                "%s does %s while it stops its database%s",
                node.id(),
                action,
                "");
    }

    /** At the end of a run: whoever serves has all that was acknowledged. */
    void allThere(NodeId serving) {
        if (!personWasWrong) {
            dataRules.allThere(serving);
        }
    }

    void acknowledged(SimulatedDatabase primary, Entry entry) {
        if (!registerWentBack && !personWasWrong) {
            dataRules.acknowledged(primary, entry);
        }
    }

    void fenceAnswered(NodeId node, Epoch epoch, Outcome outcome) {
        registerRules.fenceAnswered(node, epoch, outcome);
    }

    void receiptGiven(NodeId from, Epoch epoch, Outcome outcome) {
        if (!(outcome instanceof Outcome.Done)) {
            return;
        }
        SimulatedNode node = world.node(from);
        require(
                !serves(node),
                "%s gives its receipt for epoch %s and still serves%s",
                from,
                epoch,
                "");
        require(
                node.keptEpoch().compareTo(epoch) >= 0,
                "%s gives its receipt for epoch %s and has only %s on its disk",
                from,
                epoch,
                node.keptEpoch());
        registerRules.receiptGiven(from, epoch);
    }

    /** A method other than its daemon's answer says that it has stopped. */
    void stopped(NodeId node, Epoch epoch) {
        servesNothing(node, "is said to have stopped for epoch " + epoch);
        registerRules.receiptGiven(node, epoch);
    }

    /** Whatever anybody said of it. */
    void servesNothing(NodeId id, String what) {
        SimulatedNode node = world.node(id);
        require(
                !node.database().takesWrites() && !node.server().runs(),
                "%s %s and serves%s",
                id,
                what,
                "");
    }

    void keeps(SimulatedNode node, Epoch before, Epoch after) {
        require(
                !before.isAfter(after),
                "%s had epoch %s on its disk, and writes %s",
                node.id(),
                before,
                after);
    }

    /** The lease of a node whose daemon works is over. */
    void leaseEnded(SimulatedNode node) {
        require(
                !serves(node),
                "%s serves beyond its lease%s%s",
                node.id(),
                node.database().takesWrites() ? ", its database takes writes" : "",
                (node.server().runs() ? ", its server runs" : "")
                        + (node.address().held() ? ", it has the address" : ""));
    }

    private static boolean serves(SimulatedNode node) {
        return node.database().takesWrites() || node.server().runs() || node.address().held();
    }

    static void require(boolean holds, String sentence, Object first, Object second, Object third) {
        if (!holds) {
            throw new Violation(sentence.formatted(first, second, third));
        }
    }
}
