package io.understudy.testkit.simulator;

import io.understudy.core.decision.NodeState;
import io.understudy.testkit.simulator.SimulatedDatabase.Running;

/**
 * A node's guard: when its daemon does not answer, it kills what serves by the end of the lease. A
 * daemon that does answer must have stopped by itself by then.
 */
final class Guard {
    private static final long KILL = 30_000_000;

    private final World world;
    private final SimulatedNode node;
    private long leaseEnd = -1;
    private long watched = -1;
    private boolean alone;

    Guard(World world, SimulatedNode node) {
        this.world = world;
        this.node = node;
    }

    /** The true time until when the node may serve; -1 when it has no lease. */
    long leaseEnd() {
        return leaseEnd;
    }

    boolean leaseHolds() {
        return leaseEnd > world.events().now();
    }

    /** The daemon does not answer: until it renews again, the guard acts for it. */
    void alone() {
        alone = true;
    }

    void disarm() {
        leaseEnd = -1;
        alone = false;
    }

    void watch(NodeState state) {
        if (state.lease().isEmpty()) {
            return;
        }
        long end = node.clock().trueTimeOf(state.lease().get().until());
        if (end > leaseEnd) {
            leaseEnd = end;
            alone = false;
            if (watched <= world.events().now()) {
                lookAt(end);
            }
        }
    }

    private void lookAt(long time) {
        watched = time;
        world.events().at(time, this::look);
    }

    /** Kills what serves without a right; called when a lease may have ended. */
    void look() {
        if (leaseEnd < 0 || !node.awake()) {
            return;
        }
        if (leaseHolds()) {
            if (watched <= world.events().now()) {
                lookAt(leaseEnd);
            }
            return;
        }
        if (alone || !node.running()) {
            world.events().in(world.weather().between(1, KILL), this::kill);
        } else {
            world.invariants().leaseEnded(node);
        }
    }

    private void kill() {
        boolean serves =
                node.server().runs()
                        || node.database().takesWrites()
                        || node.database().process() == Running.SHUTTING_DOWN;
        if (leaseHolds() || !node.awake() || !serves) {
            return;
        }
        world.transcript().note(node.id(), "its guard kills what serves");
        node.database().ended(false);
        node.databaseActions().killed();
        node.server().ended();
    }
}
