package io.understudy.testkit.simulator;

import io.understudy.core.action.Command;
import io.understudy.core.decision.Places;
import io.understudy.core.decision.Plans;
import io.understudy.core.decision.Role;
import io.understudy.core.explain.Reason;
import io.understudy.core.model.ClusterState;
import io.understudy.core.model.Epoch;
import io.understudy.core.model.Mode;
import io.understudy.core.model.NodeId;
import io.understudy.core.model.PeerLoss;
import io.understudy.core.model.Synchrony;
import io.understudy.core.model.Versioned;
import io.understudy.core.notice.Beside;
import io.understudy.core.notice.Notice;
import io.understudy.core.notice.NoticeKind;
import io.understudy.core.observation.DatabaseState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Predicate;

/**
 * A story told to a simulated cluster in calm weather, step by step; each step waits until what it
 * says is so. All invariants hold throughout. One thread.
 */
public final class Scenario {
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final Duration LONG_ABSENCE = Duration.ofMinutes(10);
    private static final Duration SHORTER_THAN_ANY_WAY = Duration.ofNanos(100_000);

    private final World world;
    private final Person person;
    private final List<String> transcript = new ArrayList<>();
    private int commands;
    private int steps;
    private int crashAfter = Integer.MAX_VALUE;
    private Loss loss = Loss.FOR_A_SECOND;
    private Optional<NodeId> watched = Optional.empty();

    private Scenario(Setup setup, Rules rules, long seed) {
        this.world = new World(setup, rules, new SplittableRandom(seed), transcript::add);
        this.person = new Person(world);
        world.crashing(this::crashesHere);
    }

    /** Carriers ci-a (the founder) and ci-b, and the witness vote. */
    public static Scenario threeNodes() {
        return threeNodes(Rules.standard());
    }

    /** The same, going by these rules. */
    public static Scenario threeNodes(Rules rules) {
        return new Scenario(Setup.small(), rules, 1);
    }

    /** Carriers ci-a (the founder) and ci-b, without a third vote. */
    public static Scenario twoNodes(PeerLoss alone) {
        return new Scenario(Setup.pair(alone), Rules.standard(), 1);
    }

    public static Scenario of(Setup setup) {
        return of(setup, Rules.standard());
    }

    static Scenario of(Setup setup, Rules rules) {
        return new Scenario(setup, rules, 1);
    }

    public Scenario start() {
        world.begin();
        return this;
    }

    /** Starts, and waits until that node serves and another one is in sync. */
    public Scenario startServedBy(String node) {
        return start().servedBy(node).inSync();
    }

    /** The node loses its power once its daemon has made so many more steps; counted from now. */
    public Scenario crashingAfter(String node, int count) {
        watched = Optional.of(new NodeId(node));
        steps = 0;
        crashAfter = count;
        return this;
    }

    private boolean crashesHere(SimulatedNode node) {
        if (watched.filter(node.id()::equals).isEmpty()) {
            return false;
        }
        if (steps++ != crashAfter) {
            return false;
        }
        return switch (loss) {
            case FOR_A_SECOND -> {
                world.events().in(1_000_000_000, node::start);
                yield true;
            }
            case FOR_GOOD -> true;
            case CUT_OFF -> {
                world.network().isolate(node.id());
                yield false;
            }
        };
    }

    /** How a node that is watched is lost. */
    enum Loss {
        FOR_A_SECOND,
        FOR_GOOD,
        CUT_OFF
    }

    /** As {@link #crashingAfter}, but lost in that way. */
    Scenario losingAfter(String node, int count, Loss how) {
        loss = how;
        return crashingAfter(node, count);
    }

    /** Whether the crash that was asked for has come. */
    public boolean crashed() {
        return steps > crashAfter;
    }

    public Scenario kill(String node) {
        node(node).crash();
        return this;
    }

    /** The node loses its power, and what its database had. */
    public Scenario loseData(String node) {
        node(node).loseData();
        return this;
    }

    public Scenario leave(String node) {
        node(node).leave();
        return this;
    }

    /** The daemon is told to end, to be started again at some later time. */
    public Scenario detach(String node) {
        node(node).detach(LONG_ABSENCE.toNanos());
        return this;
    }

    public Scenario startAgain(String node) {
        node(node).start();
        return this;
    }

    public Scenario cutOff(String node) {
        world.network().isolate(new NodeId(node));
        return this;
    }

    /** These two do not reach each other; whoever else is there reaches both. */
    public Scenario cutBetween(String one, String other) {
        world.network().cut(new NodeId(one), new NodeId(other));
        world.network().cut(new NodeId(other), new NodeId(one));
        return this;
    }

    /** Its next write to the register happens, and the node is cut off before it hears of that. */
    public Scenario cutOffWithItsNextWrite(String node) {
        long written = version();
        long end = world.events().now() + PATIENCE.toNanos();
        while (version() == written) {
            if (world.events().now() >= end) {
                throw new Violation("nothing was ever written" + told());
            }
            pass(SHORTER_THAN_ANY_WAY);
        }
        return cutOff(node);
    }

    private long version() {
        return world.register().value().map(value -> value.version().number()).orElse(-1L);
    }

    public Scenario heal() {
        world.network().heal();
        return this;
    }

    public Scenario freeze(String node) {
        node(node).freeze();
        return this;
    }

    public Scenario thaw(String node) {
        node(node).thaw();
        return this;
    }

    public Scenario switchTo(String node) {
        String at = servingNow().orElseThrow().name();
        return type(at, new Command.Switchover(id(), new NodeId(node), epoch()));
    }

    public Scenario failTo(String node, long acceptedLossBytes) {
        return type(
                node,
                new Command.Failover(id(), new NodeId(node), epoch(), acceptedLossBytes, Set.of()));
    }

    /** What that node says that {@link #failTo} would do. */
    public Plans.Plan planToFailTo(String node) {
        NodeId to = new NodeId(node);
        return Plans.of(
                node(node).state().orElseThrow(),
                new Command.Failover(id(), to, epoch(), 0, Set.of()),
                node(node).now());
    }

    /** What the one that serves says that {@link #switchTo} would do. */
    public Plans.Plan planToSwitchTo(String node, Places places) {
        NodeId from = servingNow().orElseThrow();
        return Plans.of(
                node(from.name()).state().orElseThrow(),
                new Command.Switchover(id(), new NodeId(node), epoch()),
                node(from.name()).now(),
                places);
    }

    /** A person says that the other node is off, to the one that waits for its receipt. */
    public Scenario vouch(String winner, String other) {
        return type(
                winner,
                new Command.Failover(
                        id(), new NodeId(winner), epoch(), 0, Set.of(new NodeId(other))));
    }

    /** From now on, that method of fencing does so. */
    Scenario fenceBehaves(String method, SimulatedFences.Manner manner) {
        world.fences().behave(method, manner);
        return this;
    }

    /** The winner has won and waits. */
    public Scenario fences(String node) {
        return comesTo(node, Role.FENCING);
    }

    /** The daemon ends as by kill -9, and is started again; what it runs goes on. */
    public Scenario killDaemon(String node, Duration absent) {
        node(node).killDaemon(absent.toNanos());
        return this;
    }

    public Scenario freezeDaemon(String node) {
        node(node).freezeDaemon();
        return this;
    }

    /** What the person types next is said without having looked at the other of two nodes. */
    public Scenario wrongly() {
        world.invariants().personIsWrong();
        return this;
    }

    public Scenario pause(String at, Duration length) {
        return type(at, new Command.Pause(length, "the scenario"));
    }

    public Scenario resume(String at) {
        return type(at, new Command.Resume());
    }

    public Scenario type(String at, Command command) {
        person.give(new NodeId(at), command);
        return pass(Duration.ofMillis(50));
    }

    public Scenario pass(Duration time) {
        world.runUntil(world.events().now() + time.toNanos());
        return this;
    }

    /** Waits until that node serves: lease, database and server. */
    public Scenario servedBy(String node) {
        return until(
                node + " serves",
                w -> Recovery.serving(w).filter(new NodeId(node)::equals).isPresent());
    }

    /** As {@link #servedBy}, but within that time. */
    public Scenario servedBy(String node, Duration within) {
        return until(
                node + " serves",
                w -> Recovery.serving(w).filter(new NodeId(node)::equals).isPresent(),
                within);
    }

    /** From its next start on, the node's server does what that ailment says. */
    public Scenario serverSuffers(String node, SimulatedServer.Ailment ailment) {
        node(node).server().suffersFrom(ailment);
        return this;
    }

    /** The node's server ends. */
    public Scenario serverCrashes(String node) {
        node(node).server().ended();
        return this;
    }

    /** The node's database ends as a crash ends it. */
    public Scenario databaseCrashes(String node) {
        node(node).database().ended(false);
        node(node).databaseActions().killed();
        return this;
    }

    /** The node's database does what that malady says. */
    public Scenario databaseSuffers(String node, SimulatedDatabase.Malady malady) {
        node(node).database().suffersFrom(malady);
        return this;
    }

    /** The node's database keeps no log any more for whoever is away. */
    public Scenario dropsLog(String node) {
        node(node).database().dropLog();
        return this;
    }

    /** From its next start on, the node's database replays its log for so long. */
    public Scenario databaseStartTakes(String node, Duration length) {
        node(node).databaseActions().startTakes(length);
        return this;
    }

    /** A host that is no node has the virtual address. */
    public Scenario strangerTakesAddress() {
        world.strangerHasAddress(true);
        return this;
    }

    public Scenario strangerLetsGo() {
        world.strangerHasAddress(false);
        return this;
    }

    /** Somebody gives that host the virtual address by hand. */
    public Scenario putAddress(String node) {
        node(node).address().put();
        return this;
    }

    /** Somebody takes the virtual address off that host by hand. */
    public Scenario takeAddressOff(String node) {
        node(node).address().gone();
        return this;
    }

    /** Waits until that host has the virtual address, and no other does. */
    public Scenario addressAt(String node) {
        return until(
                node + " alone has the address",
                w ->
                        w.nodes().values().stream()
                                .allMatch(n -> n.address().held() == n.id().name().equals(node)));
    }

    /** Waits until that node says that it waits for a person. */
    public Scenario asksForAPerson(String node) {
        return says(node, Reason.PersonNeeded.class);
    }

    /** Waits until that node gives such a reason. */
    public Scenario says(String node, Class<? extends Reason> reason) {
        return until(
                node + " gives a reason: " + reason.getSimpleName(),
                w ->
                        w.node(new NodeId(node))
                                .state()
                                .filter(state -> reason.isInstance(state.reason()))
                                .isPresent());
    }

    /** What that node knows beside its decisions from now on. */
    public Scenario knows(String node, Beside beside) {
        node(node).teller().knows(beside);
        return this;
    }

    /**
     * What it told is forgotten, while its daemon is down: as if the next were the first with
     * somebody to tell.
     */
    public Scenario neverTold(String node) {
        node(node).teller().forgets();
        return this;
    }

    /** Waits until that node has told of such a matter, last that it is at that stage. */
    public Scenario tells(String node, NoticeKind kind, Notice.Stage stage) {
        return tells(node, kind, stage, PATIENCE);
    }

    /** As {@link #tells(String, NoticeKind, Notice.Stage)}, but within that time. */
    Scenario tells(String node, NoticeKind kind, Notice.Stage stage, Duration within) {
        return until(
                node + " tells of " + kind + ": " + stage,
                w ->
                        w.node(new NodeId(node)).teller().told().stream()
                                .filter(notice -> notice.kind() == kind)
                                .reduce((_, later) -> later)
                                .filter(last -> last.stage() == stage)
                                .isPresent(),
                within);
    }

    /** All that it has told, oldest first. */
    public List<Notice> toldBy(String node) {
        return node(node).teller().told();
    }

    /** There is no room for files on that node. */
    public Scenario filesDisk(String node, boolean full) {
        node(node).files().disk(full);
        return this;
    }

    /** Waits until that node has all in place that the primary gave out last. */
    public Scenario filesInPlace(String node) {
        return until(
                node + " has the files",
                w ->
                        Recovery.serving(w)
                                .map(w::node)
                                .filter(primary ->
                                        w.node(new NodeId(node)).files().follows(primary.files()))
                                .isPresent());
    }

    /** What that node's server finds. */
    public long filesOf(String node) {
        return node(node).files().text();
    }

    /** The node's own voter stops, for its disk is full; the node itself goes on. */
    public Scenario voterStops(String node) {
        world.register().stops(new NodeId(node));
        return this;
    }

    public Scenario voterGoesOn(String node) {
        world.register().goesOn(new NodeId(node));
        return this;
    }

    /** Waits until that node's database serves, and its server is left as it is. */
    public Scenario databaseServedBy(String node) {
        return until(
                node + " serves without its server",
                w ->
                        Recovery.databaseServed(w).filter(new NodeId(node)::equals).isPresent()
                                && w.node(new NodeId(node))
                                        .state()
                                        .filter(s -> s.reason() instanceof Reason.ServerGivenUp)
                                        .isPresent());
    }

    /** Nothing moves for so long, and no server is started. */
    public Scenario restsFor(Duration length) {
        Epoch before = epoch();
        long starts = world.invariants().serverStarts();
        pass(length);
        if (!epoch().equals(before) || world.invariants().serverStarts() != starts) {
            throw new Violation("it does not rest" + told());
        }
        return this;
    }

    public Scenario held() {
        return until(
                "the cluster is held",
                w ->
                        w.register()
                                .value()
                                .filter(v -> v.state().mode() instanceof Mode.Held)
                                .isPresent());
    }

    /** Waits until anybody serves, and has a standby in sync. */
    public Scenario inSync() {
        return inSync(PATIENCE);
    }

    /** As {@link #inSync()}, but within that time. */
    public Scenario inSync(Duration within) {
        return until("a standby is in sync", Recovery::inSync, within);
    }

    /** Nobody serves, and that for so long. */
    public Scenario servedByNobody(Duration length) {
        long end = world.events().now() + length.toNanos();
        boolean served = world.runUntil(w -> Recovery.serving(w).isPresent(), end);
        if (served) {
            throw new Violation(servingNow().orElseThrow() + " serves, and nobody should" + told());
        }
        return this;
    }

    public Scenario comesTo(String node, Role role) {
        return comesTo(node, role, PATIENCE);
    }

    public Scenario comesTo(String node, Role role, Duration within) {
        return until(
                node + " is " + role,
                w ->
                        w.node(new NodeId(node))
                                .state()
                                .filter(state -> state.role() == role)
                                .isPresent(),
                within);
    }

    public Scenario streams(String node) {
        return until(
                node + " streams",
                w ->
                        w.node(new NodeId(node)).database().look()
                                        instanceof DatabaseState.Standby standby
                                && standby.streaming());
    }

    /** Everything that was acknowledged is where it is served from. */
    public Scenario nothingLost() {
        world.invariants().allThere(servingNow().orElseThrow());
        return this;
    }

    /** The chaos is over: all must come back by itself within the bound that the settings give. */
    public Scenario recovers() {
        world.network().heal();
        Simulation.recover(world, person);
        return this;
    }

    /** The person who cleans up starts what is down. */
    public Optional<NodeId> servingNow() {
        return Recovery.serving(world);
    }

    public Epoch epoch() {
        return world.register()
                .value()
                .map(Versioned::state)
                .map(ClusterState::epoch)
                .orElse(Epoch.NONE);
    }

    public List<String> transcript() {
        return List.copyOf(transcript);
    }

    /** Whether that node holds the place, and may acknowledge what no other has. */
    boolean servesAlone(String node) {
        return world.register()
                .value()
                .map(Versioned::state)
                .filter(cluster -> cluster.isHeldBy(new NodeId(node)))
                .filter(ClusterState::serves)
                .filter(cluster -> cluster.synchrony() instanceof Synchrony.Solo)
                .isPresent();
    }

    /** Who holds the register. */
    String winner() {
        return world.register().value().orElseThrow().state().holder().name();
    }

    Scenario until(String what, Predicate<World> wanted) {
        return until(what, wanted, PATIENCE);
    }

    private Scenario until(String what, Predicate<World> wanted, Duration within) {
        if (!world.runUntil(wanted, world.events().now() + within.toNanos())) {
            throw new Violation("it never came that " + what + " within " + within + told());
        }
        return this;
    }

    private String told() {
        return System.lineSeparator()
                + String.join(System.lineSeparator(), world.transcript().end());
    }

    private SimulatedNode node(String name) {
        return world.node(new NodeId(name));
    }

    private String id() {
        return "s" + ++commands;
    }
}
