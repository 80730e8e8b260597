package io.understudy.testkit.simulator;

import io.understudy.core.action.Action;
import io.understudy.core.action.Action.OnGuard;
import io.understudy.core.decision.NodeState;
import io.understudy.core.decision.NodeState.Lease;
import io.understudy.core.observation.GuardState;
import io.understudy.testkit.simulator.SimulatedDatabase.Running;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * A node's guard: a process of its own, which kills what serves at the deadline that it was last
 * given, whether or not a daemon lives. It also knows, as no node can, until when this node has the
 * right to serve.
 */
final class Guard {
    static final long KILL = 30_000_000;
    private static final long MS = 1_000_000;
    private static final GuardState MISSING = new GuardState.Missing("the guard does not answer");

    private final World world;
    private final SimulatedNode node;
    private GuardState state = new GuardState.Idle();
    private long rightUntil = -1;

    Guard(World world, SimulatedNode node) {
        this.world = world;
        this.node = node;
    }

    GuardState state() {
        return state;
    }

    boolean leaseHolds() {
        return rightUntil > world.events().now();
    }

    private boolean armed() {
        return state instanceof GuardState.Armed;
    }

    /** Whether it was killed, or said nothing; the next order starts it. */
    boolean dead() {
        return state instanceof GuardState.Missing;
    }

    /** Its process is killed. */
    void dies() {
        state = MISSING;
    }

    /** The host loses its power. */
    void off() {
        state = new GuardState.Idle();
        rightUntil = -1;
    }

    /** The daemon is gone: what is left of its right is what its guard lets it have. */
    void alone() {
        rightUntil = armed() ? deadline() : -1;
    }

    private long deadline() {
        return state instanceof GuardState.Armed(var _, var until)
                ? node.clock().trueTimeOf(until)
                : -1;
    }

    /** What a daemon decided: its right to serve is what its lease says. */
    void watch(NodeState decided) {
        if (decided.lease().isPresent()) {
            Lease lease = decided.lease().get();
            long end = node.clock().trueTimeOf(lease.until());
            if (end != rightUntil) {
                rightUntil = end;
                world.events().at(end, this::leaseEnds);
            }
        }
    }

    /**
     * A daemon's order; the answer is what it says after that, or silence. A later daemon's first
     * look revokes what an earlier one has under way.
     */
    void run(OnGuard order, BooleanSupplier revoked, Consumer<GuardState> answer) {
        boolean silent = world.weather().happens(0.01);
        boolean lost = silent && world.weather().pick(2) == 0;
        long takes = silent ? 100 * MS : world.weather().between(MS / 10, 2 * MS);
        world.events()
                .in(
                        takes,
                        () ->
                                node.whenAwake(() -> {
                                    if (revoked.getAsBoolean()) {
                                        return;
                                    }
                                    if (!lost) {
                                        obey(order);
                                    }
                                    answer.accept(silent ? MISSING : state);
                                }));
    }

    private void obey(OnGuard order) {
        switch (order) {
            case Action.ArmGuard(var epoch, var until) -> {
                state = new GuardState.Armed(epoch, until);
                if (node.state().flatMap(NodeState::lease).isEmpty()) {
                    rightUntil = deadline();
                }
                world.events().at(Math.max(deadline(), world.events().now()), this::look);
            }
            case Action.DisarmGuard() -> state = new GuardState.Idle();
        }
    }

    /** Acts when its deadline has come; called then, and when its host goes on after a freeze. */
    void look() {
        if (armed() && node.awake() && deadline() <= world.events().now()) {
            world.events().in(world.weather().between(1, KILL), this::kill);
        }
    }

    private void kill() {
        if (!armed() || !node.awake() || deadline() > world.events().now()) {
            return;
        }
        state = new GuardState.Idle();
        boolean serves =
                node.server().runs()
                        || node.address().held()
                        || node.database().takesWrites()
                        || node.database().process() != Running.NONE;
        if (serves) {
            world.transcript().note(node.id(), "its guard kills what serves");
            if (world.slip() != Slip.GUARD_LEAVES_THE_ADDRESS) {
                node.address().gone();
            }
            node.database().ended(false);
            node.databaseActions().killed();
            node.server().ended();
        }
    }

    /** A daemon that works has stopped by then, by itself or because its guard was quicker. */
    private void leaseEnds() {
        if (node.running() && node.awakeFor(KILL) && rightUntil == world.events().now()) {
            world.invariants().leaseEnded(node);
        }
    }
}
