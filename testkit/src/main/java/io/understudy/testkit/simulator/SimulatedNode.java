package io.understudy.testkit.simulator;

import io.understudy.core.decision.NodeState;
import io.understudy.core.model.Epoch;
import io.understudy.core.model.Incarnation;
import io.understudy.core.model.Moment;
import io.understudy.core.model.NodeId;
import io.understudy.core.model.Settings;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A host: its disk, clock, database and server, and the daemon while it runs. */
final class SimulatedNode {
    private final World world;
    private final NodeId id;
    private final Settings settings;
    private final SimulatedClock clock;
    private final SimulatedDatabase database;
    private final DatabaseActions databaseActions;
    private final SimulatedServer server;
    private final SimulatedAddress address;
    private final Guard guard;
    private final SimulatedFiles files;
    private final SimulatedTeller teller;
    private final List<Runnable> asleep = new ArrayList<>();
    private Epoch keptEpoch = Epoch.NONE;
    private @Nullable SimulatedDaemon daemon;
    private int runs;
    private long absence;
    private long thawedAt = Long.MIN_VALUE / 2;
    private boolean powered;
    private boolean frozen;
    private boolean daemonFrozen;
    private boolean keptOff;

    SimulatedNode(World world, Settings settings, SimulatedClock clock) {
        this.world = world;
        this.id = settings.self();
        this.settings = settings;
        this.clock = clock;
        this.database = new SimulatedDatabase(id);
        Deadlines deadlines = new Deadlines(settings.timings());
        this.databaseActions = new DatabaseActions(world, this, deadlines);
        this.server = new SimulatedServer(world, this, deadlines);
        this.address = new SimulatedAddress(world, this, deadlines);
        this.guard = new Guard(world, this);
        this.files = new SimulatedFiles(world, this);
        this.teller = new SimulatedTeller(world, this);
    }

    NodeId id() {
        return id;
    }

    Settings settings() {
        return settings;
    }

    SimulatedClock clock() {
        return clock;
    }

    Moment now() {
        return clock.at(world.events().now());
    }

    SimulatedDatabase database() {
        return database;
    }

    DatabaseActions databaseActions() {
        return databaseActions;
    }

    SimulatedServer server() {
        return server;
    }

    SimulatedAddress address() {
        return address;
    }

    Guard guard() {
        return guard;
    }

    SimulatedTeller teller() {
        return teller;
    }

    SimulatedFiles files() {
        return files;
    }

    void filesChanged() {
        if (daemon != null) {
            daemon.looksAtFiles();
        }
    }

    Optional<SimulatedDaemon> daemon() {
        return Optional.ofNullable(daemon);
    }

    Optional<NodeState> state() {
        return daemon().map(SimulatedDaemon::state);
    }

    /** Whether the host has power and is not frozen: its database can work. */
    boolean awake() {
        return powered && !frozen;
    }

    /** Whether its daemon, and with it its voter, works. */
    boolean running() {
        return awake() && daemon != null && !daemonFrozen;
    }

    boolean daemonFrozen() {
        return daemonFrozen;
    }

    Epoch keptEpoch() {
        return keptEpoch;
    }

    void keep(Epoch epoch) {
        world.invariants().keeps(this, keptEpoch, epoch);
        keptEpoch = epoch;
    }

    /** Now, or when the host goes on; never, if it loses its power before. */
    void whenAwake(Runnable what) {
        if (awake()) {
            what.run();
        } else if (powered) {
            asleep.add(what);
        }
    }

    /** A person switches the host off, and lets nobody switch it on until that is lifted. */
    void keepOff() {
        crash();
        keptOff = true;
    }

    void mayRunAgain() {
        keptOff = false;
    }

    void start() {
        if (daemon != null || keptOff) {
            return;
        }
        if (powered && frozen) {
            asleep.add(this::start);
            return;
        }
        powered = true;
        frozen = false;
        daemonFrozen = false;
        runs++;
        world.transcript().note(id, "starts");
        world.register().started(id);
        teller.begins();
        daemon = new SimulatedDaemon(world, this, beginning());
        daemon.begin();
    }

    private NodeState beginning() {
        NodeState fresh = NodeState.starting(settings, new Incarnation(id + "-" + runs), keptEpoch);
        return world.setup().files() && !settings.witness() ? fresh.carryingFiles() : fresh;
    }

    /** The host loses its power. */
    void crash() {
        if (!powered) {
            return;
        }
        world.transcript().note(id, "crashes");
        endDaemon();
        powered = false;
        frozen = false;
        daemonFrozen = false;
        asleep.clear();
        if (database.present()) {
            database.lostPower();
        }
        server.ended();
        address.gone();
        guard.off();
    }

    /** The host loses its power, and the disk of its database for good. */
    void loseData() {
        crash();
        world.transcript().note(id, "its data is lost");
        world.invariants().data().losing(id);
        database.replaceData(null, false);
    }

    /** By a program on its host, while its daemon does not answer. */
    void killWhatServes() {
        world.transcript().note(id, "what serves is killed");
        if (database.present()) {
            database.ended(false);
        }
        databaseActions.killed();
        server.ended();
    }

    /** The daemon stops after everything that it runs. */
    void halt() {
        endDaemon();
        if (database.present()) {
            database.ended(false);
        }
        server.ended();
        address.gone();
        guard.off();
    }

    /** The daemon is killed, and starts again some time later; what it runs goes on. */
    void killDaemon(long absent) {
        if (running() && guarded()) {
            world.transcript().note(id, "its daemon is killed");
            orphan();
            world.events().in(absent, this::startDaemon);
        }
    }

    /** The daemon is told to end and to leave running what it runs, and starts again later. */
    void detach(long absent) {
        if (running() && daemon != null) {
            world.transcript().note(id, "is told to detach");
            absence = absent;
            daemon.detach();
        }
    }

    /** The daemon has ended by itself, and what it runs goes on. */
    void detached() {
        world.transcript().note(id, "its daemon has detached");
        orphan();
        world.events().in(absence, this::startDaemon);
    }

    private void orphan() {
        boolean goesOn = world.weather().pick(2) == 0;
        if (daemon != null) {
            daemon.end();
            daemon = null;
            files.ended();
        }
        databaseActions.orphan(goesOn);
        server.orphan(goesOn);
        address.orphan(goesOn);
        if (database.process() == SimulatedDatabase.Running.SHUTTING_DOWN) {
            world.events().in(100_000_000, () -> whenAwake(this::shutDown));
        }
        guard.alone();
    }

    private void startDaemon() {
        if (powered) {
            whenAwake(this::start);
        }
    }

    /** Its guard is killed; a working daemon starts it anew. */
    void killGuard() {
        boolean leaves = state().flatMap(NodeState::detachingSince).isPresent();
        if (running() && !leaves) {
            world.transcript().note(id, "its guard is killed");
            guard.dies();
        }
    }

    /** Two things must not fail at once: what serves needs its daemon while its guard is dead. */
    private boolean guarded() {
        return !guard.dead() || !(database.takesWrites() || server.runs() || address.held());
    }

    /** Whether it has gone on for so long without a freeze. */
    boolean awakeFor(long nanos) {
        return awake() && world.events().now() - thawedAt >= nanos;
    }

    /** What was told to stop stops, although nobody waits for it any more. */
    private void shutDown() {
        if (database.process() == SimulatedDatabase.Running.SHUTTING_DOWN) {
            world.replication().drain(database);
            database.ended(true);
        }
    }

    /** Whatever it had under way ends with its host. */
    private void endDaemon() {
        if (daemon != null) {
            daemon.end();
            daemon = null;
            files.ended();
        }
        databaseActions.abandon();
        server.abandon();
        address.abandon();
    }

    /** Its daemon is told to end, and ends when it has nothing left that serves. */
    void leave() {
        if (running() && daemon != null) {
            world.transcript().note(id, "is told to end");
            daemon.leave();
        }
    }

    /** The daemon has ended by itself: what it leaves behind must not serve. */
    void left() {
        world.invariants().left(this);
        crash();
    }

    void freeze() {
        if (awake() && guarded()) {
            world.transcript().note(id, "freezes");
            frozen = true;
        }
    }

    void freezeDaemon() {
        if (running() && guarded()) {
            world.transcript().note(id, "its daemon freezes");
            daemonFrozen = true;
        }
    }

    void thaw() {
        if (!powered || (!frozen && !daemonFrozen)) {
            return;
        }
        world.transcript().note(id, "goes on");
        boolean wasFrozen = frozen;
        thawedAt = world.events().now();
        frozen = false;
        daemonFrozen = false;
        if (daemon != null) {
            daemon.thaw();
        }
        if (wasFrozen) {
            List<Runnable> due = List.copyOf(asleep);
            asleep.clear();
            due.forEach(this::whenAwake);
        }
        if (daemon != null) {
            daemon.tick();
        }
        guard.look();
    }
}
