package io.understudy.testkit.simulator;

import io.understudy.core.decision.Decider;
import io.understudy.core.decision.Decision;
import io.understudy.core.decision.NodeState;
import io.understudy.core.model.NodeId;
import io.understudy.core.observation.Observation;
import io.understudy.core.port.Address;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;

/** Everything that is, at one point of virtual time. One thread; nothing here is shared. */
final class World {
    private static final long MOST_EVENTS = 400_000;

    private final Setup setup;
    private final Decider decider;
    private final Slip slip;
    private final Events events = new Events();
    private final Transcript transcript;
    private final Weather weather;
    private final SimulatedNetwork network;
    private final SimulatedRegister register;
    private final Replication replication;
    private final Invariants invariants;
    private final SimulatedFences fences;
    private final Map<NodeId, SimulatedNode> nodes = new LinkedHashMap<>();
    private boolean stranger;
    private long strangerSince;
    private Predicate<SimulatedNode> crashes = _ -> false;

    World(Setup setup, Rules rules, RandomGenerator random, Consumer<String> reader) {
        this(setup, rules, random, new Readers(reader));
    }

    World(Setup setup, Rules rules, RandomGenerator random) {
        this(setup, rules, random, new Readers(null));
    }

    private record Readers(@org.jspecify.annotations.Nullable Consumer<String> reader) {
        Transcript transcript(Events events) {
            return reader == null ? Transcript.ofTheEnd(events) : Transcript.readBy(events, reader);
        }
    }

    private World(Setup setup, Rules rules, RandomGenerator random, Readers readers) {
        this.setup = setup;
        this.decider = new Decider(rules.policies());
        this.slip = rules.slip();
        this.transcript = readers.transcript(events);
        this.weather = new Weather(random);
        this.network = new SimulatedNetwork(this);
        Deadlines deadlines = new Deadlines(setup.timings());
        this.register =
                setup.pair()
                        .<SimulatedRegister>map(pair -> new SimulatedPair(this, pair, deadlines))
                        .orElseGet(() -> new SimulatedMajority(this, deadlines));
        this.replication = new Replication(this);
        this.invariants = new Invariants(this);
        this.fences = new SimulatedFences(this);
        Entry data = Entry.first();
        for (NodeId id : setup.nodes()) {
            double rate = 0.92 + weather.pick(17) / 100.0;
            SimulatedClock clock = new SimulatedClock(rate, weather.between(0, 1_000_000_000_000L));
            SimulatedNode node = new SimulatedNode(this, slip.at(setup.settingsOf(id)), clock);
            nodes.put(id, node);
            boolean first = id.equals(setup.carriers().getFirst());
            if (first || (setup.prepared() && setup.carriers().contains(id))) {
                node.database().replaceData(data, !first);
            }
        }
    }

    /** All nodes start, and the clients. */
    void begin() {
        for (SimulatedNode node : nodes.values()) {
            node.start();
            if (!node.settings().witness()) {
                replication.begin(node.database());
            }
        }
        new Clients(this).begin();
        invariants.files().begin();
    }

    Slip slip() {
        return slip;
    }

    Setup setup() {
        return setup;
    }

    Events events() {
        return events;
    }

    Transcript transcript() {
        return transcript;
    }

    Weather weather() {
        return weather;
    }

    SimulatedNetwork network() {
        return network;
    }

    SimulatedRegister register() {
        return register;
    }

    Replication replication() {
        return replication;
    }

    Invariants invariants() {
        return invariants;
    }

    SimulatedFences fences() {
        return fences;
    }

    Map<NodeId, SimulatedNode> nodes() {
        return nodes;
    }

    SimulatedNode node(NodeId id) {
        return Objects.requireNonNull(nodes.get(id));
    }

    Decision decide(SimulatedNode node, NodeState state, Observation seen) {
        try {
            return decider.decide(state, seen);
        } catch (RuntimeException broken) {
            throw new Violation(node.id() + " can't decide: " + broken, broken);
        }
    }

    /** Who loses power between two steps of its daemon. */
    void crashing(Predicate<SimulatedNode> between) {
        crashes = between;
    }

    boolean crashes(SimulatedNode node) {
        if (crashes.test(node)) {
            node.crash();
            return true;
        }
        return false;
    }

    /**
     * One message from node to node, if the way is there when it is sent and when it arrives; in a
     * storm it may come twice.
     */
    void carry(NodeId from, NodeId to, Runnable arrival) {
        if (!network.reaches(from, to) || network.loses()) {
            return;
        }
        int copies = weather.happens(0.02) ? 2 : 1;
        for (int i = 0; i < copies; i++) {
            events.in(
                    network.delay(),
                    () -> {
                        if (network.reaches(from, to)) {
                            node(to).whenAwake(arrival);
                        }
                    });
        }
    }

    void runUntil(long time) {
        while (events.runNextBefore(time)) {
            if (events.handled() > MOST_EVENTS) {
                throw new Violation("the nodes never come to rest: too many events");
            }
        }
    }

    /** Whether it became so before that time. */
    boolean runUntil(Predicate<World> wanted, long time) {
        while (!wanted.test(this)) {
            if (events.now() >= time) {
                return false;
            }
            runUntil(Math.min(time, events.now() + 50_000_000));
        }
        return true;
    }

    /** Whether clients find the primary by a virtual address. */
    boolean hasAddress() {
        return setup.addressed();
    }

    /** A host that is no node has the address from now on, or no longer. */
    void strangerHasAddress(boolean has) {
        transcript.note("world", has ? "a third host has the address" : "no third host has it");
        stranger = has;
        strangerSince = events.now();
    }

    /** Whether a third host has had it since before any question that still counts. */
    boolean strangerHadItForLong() {
        return stranger
                && events.now() - strangerSince > Address.ANSWER_LASTS.plusSeconds(1).toNanos();
    }

    /** Who answers that node at the address: another one that has it, and is within reach. */
    Optional<String> answersAtTheAddress(SimulatedNode asking) {
        if (stranger) {
            return Optional.of("a third host");
        }
        return nodes.values().stream()
                .filter(other -> other != asking && other.awake() && other.address().held())
                .filter(other ->
                        network.reaches(asking.id(), other.id())
                                && network.reaches(other.id(), asking.id()))
                .map(other -> other.id().name())
                .findFirst();
    }

    boolean serversAil() {
        return nodes().values().stream().anyMatch(node -> node.server().ails());
    }

    void serversAreRepaired() {
        nodes().values().forEach(node -> node.server().suffersFrom(SimulatedServer.Ailment.NONE));
    }
}
