package io.understudy.testkit.simulator;

import io.understudy.core.model.NodeId;
import io.understudy.core.model.Versioned;
import java.util.ArrayList;
import java.util.List;

/** What goes wrong in a seed: a handful of faults at random times, most of them where it hurts. */
final class Faults {
    private static final long MS = 1_000_000;
    private static final long HUNT_EVERY = 200 * MS;
    private static final long LONGER_THAN_A_LEASE = 2600 * MS;

    /** What a database suffers from by chance; a standby that stays one has its own scenario. */
    private static final List<SimulatedDatabase.Malady> SUDDEN =
            List.of(
                    SimulatedDatabase.Malady.HANGS,
                    SimulatedDatabase.Malady.HANGS_EACH_TIME,
                    SimulatedDatabase.Malady.DISK,
                    SimulatedDatabase.Malady.SAYS_NO);

    private final World world;
    private final Weather weather;
    private boolean losesData;
    private boolean over;

    Faults(World world) {
        this.world = world;
        this.weather = world.weather();
    }

    void begin(long until) {
        losesData = weather.pick(10) == 0;
        boolean rough = weather.pick(5) == 0;
        int faults = 1 + weather.pick(rough ? 25 : 8);
        for (int i = 0; i < faults; i++) {
            world.events().at(weather.between(0, until), this::strike);
        }
        if (weather.pick(3) > 0) {
            weather.storm(rough ? 3 : 1);
            world.crashing(this::crashesHere);
        }
        if (weather.pick(6) == 0) {
            world.events().at(weather.between(0, until), this::spoilServers);
        }
        if (world.setup().files() && weather.pick(3) == 0) {
            world.events().at(weather.between(0, until), this::fillDisk);
        }
        world.events().at(until, this::end);
    }

    /** Nothing else goes wrong, but whoever serves loses its power once it has a standby again. */
    void hunt(long until) {
        world.events().in(HUNT_EVERY, () -> huntOn(until));
        world.events().at(until, this::end);
    }

    private void huntOn(long until) {
        if (Recovery.inSync(world)) {
            strikeTheHolder();
        }
        if (world.events().now() + HUNT_EVERY < until) {
            world.events().in(HUNT_EVERY, () -> huntOn(until));
        }
    }

    private void strikeTheHolder() {
        world.register()
                .value()
                .map(Versioned::state)
                .map(cluster -> world.node(cluster.holder()))
                .ifPresent(holder -> {
                    holder.crash();
                    world.events().in(LONGER_THAN_A_LEASE, holder::start);
                });
    }

    /** No seed without files may notice. */
    private void fillDisk() {
        SimulatedNode full = victim();
        world.transcript().note(full.id(), "has no room for files");
        full.files().disk(true);
    }

    private boolean crashesHere(SimulatedNode node) {
        boolean here = weather.happens(0.0004);
        if (here) {
            world.events().in(weather.between(0, 3000 * MS), node::start);
        }
        return here;
    }

    private void end() {
        over = true;
        world.transcript().note("world", "calms down");
        weather.calm();
        world.network().heal();
        world.strangerHasAddress(false);
        world.nodes().keySet().forEach(world.register()::goesOn);
        world.nodes().values().forEach(node -> node.files().disk(false));
        for (SimulatedNode node : world.nodes().values()) {
            // One that hangs for good goes on hanging.
            node.database().recovers(SimulatedDatabase.Malady.HANGS_EACH_TIME);
            node.database().recovers(SimulatedDatabase.Malady.DISK);
            node.database().recovers(SimulatedDatabase.Malady.SAYS_NO);
        }
        world.nodes().values().forEach(SimulatedNode::thaw);
    }

    /** A bad upgrade, on one node or on all. */
    private void spoilServers() {
        SimulatedServer.Ailment[] kinds = SimulatedServer.Ailment.values();
        SimulatedServer.Ailment ailment = kinds[1 + weather.pick(kinds.length - 1)];
        boolean all = weather.pick(3) > 0;
        NodeId one = world.setup().carriers().get(weather.pick(world.setup().carriers().size()));
        for (NodeId node : world.setup().carriers()) {
            if (all || node.equals(one)) {
                world.transcript().note(node, "its server is spoilt: %", ailment);
                world.node(node).server().suffersFrom(ailment);
                world.events().in(0, () -> crashServer(world.node(node)));
            }
        }
    }

    private void strike() {
        SimulatedNode node = victim();
        long while_ = weather.between(50 * MS, 4000 * MS);
        if (losesData && weather.pick(4) == 0) {
            loseData(node, while_);
            return;
        }
        switch (weather.pick(30)) {
            case 0, 1, 2 -> {
                node.crash();
                world.events().in(while_, node::start);
            }
            case 3, 4 -> {
                node.freeze();
                world.events().in(while_, node::thaw);
            }
            case 5 -> {
                node.freezeDaemon();
                world.events().in(while_, node::thaw);
            }
            case 6, 20 -> node.killDaemon(weather.between(0, 3000 * MS));
            case 21, 22 -> node.detach(weather.between(50 * MS, awayAtMost()));
            case 23 -> node.killGuard();
            case 24 -> {
                world.register().stops(node.id());
                world.events().in(while_, () -> world.register().goesOn(node.id()));
            }
            case 25 -> dropLog(node);
            case 26 -> {
                world.strangerHasAddress(true);
                world.events().in(while_, () -> world.strangerHasAddress(false));
            }
            case 27 -> takeAddressOff(node);
            case 7, 8, 9 -> isolate(node, while_);
            case 10 -> cut(node.id(), true, while_);
            case 11 -> cut(node.id(), false, while_);
            case 12, 13 -> world.register().elects(weather.between(300 * MS, 1500 * MS));
            case 14 -> crashDatabase(node);
            case 15 -> world.events().in(0, () -> crashServer(node));
            case 16 -> node.server().sickens();
            case 17 -> everythingRestarts(weather.pick(12) == 0);
            case 18 -> {
                node.crash();
                world.events().in(while_, node::start);
                world.register().elects(weather.between(300 * MS, 1500 * MS));
            }
            case 19 -> {
                node.leave();
                world.events().in(while_ + 5000 * MS, node::start);
            }
            default -> makeDatabaseSuffer(node, while_);
        }
    }

    /** Mostly back in time. */
    private long awayAtMost() {
        return world.setup().timings().away().toNanos() * 6 / 5;
    }

    /**
     * The host comes back with an empty disk for its database; the epoch that its daemon keeps is
     * on another. The last data of all is spared, and so is what a cluster is yet to be founded on.
     */
    private void loseData(SimulatedNode node, long while_) {
        boolean founded = world.register().value().isPresent();
        boolean elsewhere =
                world.setup().carriers().stream()
                        .anyMatch(other ->
                                !other.equals(node.id()) && world.node(other).database().present());
        if (!founded || !elsewhere || !node.database().present()) {
            return;
        }
        node.loseData();
        world.events().in(while_, node::start);
    }

    private SimulatedNode victim() {
        List<NodeId> all = new ArrayList<>(world.nodes().keySet());
        NodeId any = all.get(weather.pick(all.size()));
        return world.node(
                weather.pick(2) == 0
                        ? any
                        : world.register()
                                .value()
                                .map(Versioned::state)
                                .map(s -> s.holder())
                                .orElse(any));
    }

    private void isolate(SimulatedNode node, long length) {
        world.network().isolate(node.id());
        world.events().in(length, world.network()::heal);
    }

    private void cut(NodeId from, boolean both, long length) {
        List<NodeId> all = new ArrayList<>(world.nodes().keySet());
        NodeId to = all.get(weather.pick(all.size()));
        if (!to.equals(from)) {
            world.network().cut(from, to);
            if (both) {
                world.network().cut(to, from);
            }
            world.events().in(length, world.network()::heal);
        }
    }

    private void crashDatabase(SimulatedNode node) {
        if (node.awake() && node.database().present()) {
            world.transcript().note(node.id(), "its database crashes");
            node.database().ended(false);
            node.databaseActions().killed();
        }
    }

    /** It stands still, for a while or for good, or says for a while that it can't answer. */
    private void makeDatabaseSuffer(SimulatedNode node, long while_) {
        if (!node.awake() || !node.database().present()) {
            return;
        }
        SimulatedDatabase.Malady malady = SUDDEN.get(weather.pick(SUDDEN.size()));
        boolean forGood = malady == SimulatedDatabase.Malady.HANGS && weather.pick(2) == 0;
        world.transcript().note(node.id(), "its database suffers: %", malady);
        node.database().suffersFrom(malady);
        if (!forGood) {
            world.events().in(while_ * 3, () -> node.database().recovers(malady));
        }
    }

    private void dropLog(SimulatedNode node) {
        if (node.awake() && node.database().takesWrites()) {
            world.transcript().note(node.id(), "its database drops its log");
            node.database().dropLog();
        }
    }

    private void takeAddressOff(SimulatedNode node) {
        if (node.awake() && node.address().held() && !node.address().busy()) {
            world.transcript().note(node.id(), "somebody takes its address off");
            node.address().gone();
        }
    }

    private void crashServer(SimulatedNode node) {
        if (node.awake() && !node.server().busy()) {
            world.transcript().note(node.id(), "its server crashes");
            node.server().ended();
        }
    }

    private void everythingRestarts(boolean restored) {
        if (over) {
            return;
        }
        world.nodes().values().forEach(SimulatedNode::crash);
        if (restored && world.register().value().isPresent()) {
            world.invariants().registerGoesBack();
            world.register().restoreOld();
        }
        for (SimulatedNode node : world.nodes().values()) {
            world.events().in(weather.between(100 * MS, 1500 * MS), node::start);
        }
    }
}
