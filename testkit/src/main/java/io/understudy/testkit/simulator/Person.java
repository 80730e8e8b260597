package io.understudy.testkit.simulator;

import io.understudy.core.action.Command;
import io.understudy.core.model.ClusterState;
import io.understudy.core.model.Epoch;
import io.understudy.core.model.Mode;
import io.understudy.core.model.NodeId;
import io.understudy.core.model.Phase;
import io.understudy.core.model.Request;
import io.understudy.core.model.Versioned;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Somebody who types at the worst moment; and, when all is over, the right thing. */
final class Person {
    private final World world;
    private int typed;

    Person(World world) {
        this.world = world;
    }

    void begin(long until) {
        int commands = world.weather().pick(6);
        for (int i = 0; i < commands; i++) {
            world.events().at(world.weather().between(0, until), this::types);
        }
        if (world.setup().fence().required()) {
            for (int i = 0; i < 3; i++) {
                world.events().at(world.weather().between(0, until), this::vouches);
            }
        }
    }

    /** Where a winner waits for receipts, somebody switches the others off and says so. */
    void vouches() {
        Optional<ClusterState> waiting = world.register().value().map(Versioned::state);
        if (waiting.isEmpty()
                || !(waiting.get().phase() instanceof Phase.Fencing(Set<NodeId> nodes, var _))
                || nodes.isEmpty()) {
            return;
        }
        NodeId winner = waiting.get().holder();
        nodes.forEach(node -> {
            world.node(node).keepOff();
            world.events()
                    .in(
                            world.weather().between(1_000_000_000L, 4_000_000_000L),
                            () -> {
                                world.node(node).mayRunAgain();
                                world.node(node).start();
                            });
        });
        give(winner, new Command.Failover("v" + ++typed, winner, waiting.get().epoch(), 0, nodes));
    }

    private void types() {
        Weather weather = world.weather();
        NodeId to = anyCarrier();
        Epoch seen = seenEpoch();
        String id = "r" + ++typed;
        Command command =
                switch (weather.pick(10)) {
                    case 0, 1, 2 -> new Command.Switchover(id, to, seen);
                    case 3 -> failover(id, to, seen, 0);
                    case 4 -> failover(id, to, seen, acceptedLoss());
                    case 5, 6 ->
                            new Command.Pause(
                                    Duration.ofMillis(1000 + weather.pick(8000)), "somebody");
                    case 7, 8 -> new Command.Rejoin(weather.pick(2) == 0);
                    default -> new Command.Resume();
                };
        boolean onAWord = command instanceof Command.Failover && world.setup().pair().isPresent();
        give(onAWord ? to : anyNode(), command);
    }

    private Command failover(String id, NodeId to, Epoch seen, long acceptedLoss) {
        world.setup().pair().ifPresent(pair -> looks(world.node(pair.otherThan(to))));
        boolean any = world.setup().pair().isPresent() && world.weather().pick(2) == 0;
        return new Command.Failover(id, to, seen, any ? Request.ANY_LOSS : acceptedLoss, Set.of());
    }

    /**
     * Where a person's word is the vote: somebody who really looks switches the other node off, and
     * not on again before the word is carried out or void; somebody else believes it is off.
     */
    private void looks(SimulatedNode other) {
        if (world.weather().pick(4) == 0) {
            world.transcript().note("person", "does not look at %", other.id());
            world.invariants().personIsWrong();
            return;
        }
        other.keepOff();
        world.events()
                .in(
                        world.weather().between(4_000_000_000L, 9_000_000_000L),
                        () -> switchesOn(other.id(), world.weather().pick(2) == 0));
    }

    /** One that was off; where it comes back alone, it knows nothing of a word that was given. */
    void switchesOn(NodeId node, boolean alone) {
        if (alone) {
            world.network().isolate(node);
            world.events().in(3_000_000_000L, world.network()::heal);
        }
        world.node(node).mayRunAgain();
        world.node(node).start();
    }

    /** Of two nodes the other one, which is off, is given up, with whatever it had. */
    void takesOverFrom(NodeId other) {
        NodeId to = world.setup().pair().orElseThrow().otherThan(other);
        give(to, new Command.Failover("t" + ++typed, to, seenEpoch(), Request.ANY_LOSS, Set.of()));
    }

    void give(NodeId at, Command command) {
        world.invariants().personSpeaks();
        if (command instanceof Command.Resume) {
            world.invariants().personResumes();
        }
        SimulatedNode node = world.node(at);
        if (node.running()) {
            node.daemon()
                    .ifPresent(daemon ->
                            daemon.command(
                                    command,
                                    outcome ->
                                            world.transcript()
                                                    .note(at, "answers % to %", outcome, command)));
        }
    }

    private long acceptedLoss() {
        Weather weather = world.weather();
        return weather.pick(5) == 0 ? Request.ANY_LOSS : weather.pick(5000);
    }

    private NodeId anyCarrier() {
        List<NodeId> carriers = world.setup().carriers();
        return carriers.get(world.weather().pick(carriers.size()));
    }

    private NodeId anyNode() {
        List<NodeId> all = new ArrayList<>(world.nodes().keySet());
        return all.get(world.weather().pick(all.size()));
    }

    private Epoch seenEpoch() {
        long now =
                world.register()
                        .value()
                        .map(Versioned::state)
                        .map(ClusterState::epoch)
                        .orElse(Epoch.NONE)
                        .number();
        return new Epoch(world.weather().pick(4) == 0 ? Math.max(0, now - 1) : now);
    }

    void startsWhatIsDown() {
        for (SimulatedNode node : world.nodes().values()) {
            if (node.daemon().isEmpty()) {
                world.events().in(world.weather().between(0, 200_000_000), node::start);
            }
        }
    }

    /** Starts what is down, and lets the cluster move again. */
    void tidiesUp() {
        startsWhatIsDown();
        world.register()
                .value()
                .map(Versioned::state)
                .filter(state ->
                        !(state.mode() instanceof Mode.Automatic)
                                || !state.unrest().serverFailed().isEmpty())
                .ifPresent(_ -> give(anyNode(), new Command.Resume()));
        if (Recovery.serving(world).isEmpty()) {
            world.register().value().map(Versioned::state).ifPresent(this::decidesAfterALoss);
        }
        world.events().in(1_000_000_000, this::tidiesUp);
    }

    /**
     * Where the data of the node that last wrote is lost, a person names who goes on: a node that
     * the register calls in sync, which costs nothing, or else the one that has most.
     */
    private void decidesAfterALoss(ClusterState cluster) {
        if (world.node(cluster.lastActive()).database().present()) {
            wonWithoutData(cluster);
            return;
        }
        List<SimulatedDatabase> left =
                world.setup().carriers().stream()
                        .map(node -> world.node(node).database())
                        .filter(SimulatedDatabase::present)
                        .toList();
        Optional<NodeId> whole =
                left.stream()
                        .map(SimulatedDatabase::node)
                        .filter(cluster.synchrony()::includes)
                        .findFirst();
        Optional<NodeId> most =
                left.stream()
                        .max(
                                Comparator.comparingInt((SimulatedDatabase data) ->
                                                data.flushed().timeline())
                                        .thenComparing(data -> data.flushed().end()))
                        .map(SimulatedDatabase::node);
        whole.ifPresentOrElse(
                node -> movesTo(node, 0, cluster),
                () -> most.ifPresent(node -> movesTo(node, Request.ANY_LOSS, cluster)));
    }

    /** Of two nodes, one that has won and lost its data since can't be followed by itself. */
    private void wonWithoutData(ClusterState cluster) {
        boolean alone = world.setup().pair().isPresent();
        if (alone
                && cluster.phase() instanceof Phase.Fencing
                && !world.node(cluster.holder()).database().present()) {
            movesTo(cluster.lastActive(), 0, cluster);
        }
    }

    /** Asked once: each time that it is asked, the register changes, and its expiry begins anew. */
    private void movesTo(NodeId node, long acceptedLoss, ClusterState cluster) {
        boolean asked =
                cluster.request() instanceof Request.Failover(_, var to, _, long accepted, _)
                        && to.equals(node)
                        && accepted >= acceptedLoss;
        if (!asked) {
            String id = "r" + ++typed;
            boolean onAWord = world.setup().pair().isPresent();
            give(
                    onAWord ? node : anyNode(),
                    new Command.Failover(id, node, cluster.epoch(), acceptedLoss, Set.of()));
        }
    }
}
