package io.understudy.testkit.simulator;

import io.understudy.core.decision.Role;
import io.understudy.core.model.FencePlan;
import io.understudy.core.model.Limits;
import io.understudy.core.model.NodeId;
import io.understudy.core.model.Phase;
import io.understudy.core.model.SynchronousMode;
import io.understudy.core.model.Synchrony;
import io.understudy.core.model.Timings;
import io.understudy.core.model.Versioned;
import io.understudy.core.observation.ServerState;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/**
 * How long a healed cluster may take until it serves, and until it has a standby in sync again.
 * Both follow from the settings alone.
 */
record Recovery(Timings timings, FencePlan fence) {
    Recovery(Timings timings) {
        this(timings, FencePlan.usual(timings));
    }

    /** The longest pause between two tries of an action that failed often. */
    private static final Duration LONGEST_PAUSE = Duration.ofMillis(6400);

    /** A clock that runs slow stretches every wait. */
    private static final int SLOW_PERCENT = 10;

    /**
     * Until somebody serves: whoever is down starts; a write from before is answered or given up; a
     * ttl is waited for twice, since the first winner may die of what chaos left behind; the old
     * holder is fenced; the database and the server start, after the longest pause that earlier
     * failures ask for, and once more where the first try was one that chaos had begun.
     */
    Duration untilServed() {
        Deadlines deadlines = new Deadlines(timings);
        Duration round =
                timings.ttl()
                        .plus(timings.calm())
                        .plus(deadlines.register().multipliedBy(3))
                        .plus(fencing());
        Duration start = timings.ttl().plus(deadlines.server()).plus(timings.probe());
        return slow(
                Duration.ofSeconds(2)
                        .plus(round.multipliedBy(2))
                        .plus(timings.switchover())
                        .plus(LONGEST_PAUSE.multipliedBy(2))
                        .plus(start.multipliedBy(2)));
    }

    /**
     * Silence of the daemon, or, with other methods, all of them in turn and after the longest
     * pause.
     */
    private Duration fencing() {
        return fence.isUsual()
                ? timings.fence()
                : fence.methods().stream()
                        .map(FencePlan.Method::deadline)
                        .reduce(timings.ttl().multipliedBy(8), Duration::plus);
    }

    /**
     * From then until a standby is in sync: its stream is given time, then going back is tried,
     * then a new copy is made, each after the longest pause; it starts, streams, and is declared.
     */
    Duration untilInSync() {
        Duration repair = timings.ttl().multipliedBy(2).plus(LONGEST_PAUSE).plus(timings.rejoin());
        Duration declared = timings.ttl().plus(timings.probe().multipliedBy(4));
        return slow(repair.multipliedBy(3).plus(declared));
    }

    /**
     * Until servers that do not run are left: each carrier tries as often as it may, each try for
     * as long as it may and after the longest pause; a hold and a pause of somebody's may come
     * between.
     */
    static Duration untilAtRest() {
        Limits.Server server = Setup.LIMITS.server();
        Duration tries =
                server.startTimeout()
                        .plus(server.unhealthyAfter())
                        .plus(LONGEST_PAUSE)
                        .multipliedBy(server.restarts() + 1L);
        return slow(tries.multipliedBy(3).plus(Setup.LIMITS.flapping().within().multipliedBy(2)));
    }

    private static Duration slow(Duration length) {
        return length.multipliedBy(100 + SLOW_PERCENT).dividedBy(100);
    }

    /**
     * Who serves: by the register, with a lease, a database that takes writes, a server, the
     * address.
     */
    static Optional<NodeId> serving(World world) {
        return databaseServed(world)
                .filter(node -> world.node(node).server().look() instanceof ServerState.Healthy)
                .filter(node -> !world.hasAddress() || world.node(node).address().held());
    }

    /** Who is active by the register, with a lease and a database that takes writes. */
    static Optional<NodeId> databaseServed(World world) {
        return world.register()
                .value()
                .map(Versioned::state)
                .filter(state -> state.phase() instanceof Phase.Active)
                .map(state -> world.node(state.holder()))
                .filter(SimulatedNode::running)
                .filter(node -> node.guard().leaseHolds())
                .filter(node -> node.state().filter(s -> s.role() == Role.ACTIVE).isPresent())
                .filter(node -> node.database().takesWrites() && !node.database().hangs())
                .map(SimulatedNode::id);
    }

    /** Whether each standby that runs has had all that the primary gave out last. */
    static boolean filesFollow(World world) {
        Optional<NodeId> serving = serving(world);
        return !world.setup().files()
                || (serving.isPresent()
                        && world.setup().carriers().stream()
                                .filter(node -> !node.equals(serving.get()))
                                .map(world::node)
                                .filter(SimulatedNode::running)
                                .allMatch(node ->
                                        node.files().follows(world.node(serving.get()).files())));
    }

    static boolean inSync(World world) {
        Optional<NodeId> serving = serving(world);
        if (serving.isEmpty()) {
            return false;
        }
        if (world.setup().synchronous() instanceof SynchronousMode.Off) {
            return world.replication().isFollowed(world.node(serving.get()).database());
        }
        return world.register()
                .value()
                .map(value -> value.state().synchrony())
                .filter(synchrony ->
                        synchrony instanceof Synchrony.InSync(Set<NodeId> nodes)
                                && !nodes.isEmpty())
                .isPresent();
    }
}
