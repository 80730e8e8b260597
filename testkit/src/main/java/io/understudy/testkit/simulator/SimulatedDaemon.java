package io.understudy.testkit.simulator;

import io.understudy.core.action.Action;
import io.understudy.core.action.Command;
import io.understudy.core.action.Durable;
import io.understudy.core.action.Outcome;
import io.understudy.core.action.Ticket;
import io.understudy.core.decision.Decision;
import io.understudy.core.decision.NodeState;
import io.understudy.core.decision.Role;
import io.understudy.core.model.Epoch;
import io.understudy.core.model.Moment;
import io.understudy.core.model.NodeId;
import io.understudy.core.observation.Observation;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;

/** One run of a node's daemon: the loop around the real core, under the real loop's contract. */
final class SimulatedDaemon {
    private final World world;
    private final SimulatedNode node;
    private final Deque<Function<Moment, Observation>> backlog = new ArrayDeque<>();
    private final Map<Ticket, Consumer<Outcome>> waiting = new HashMap<>();
    private final DaemonActions actions;
    private final DaemonLooks looks;
    private NodeState state;
    private long tickets;
    private long wake;
    private boolean ended;

    SimulatedDaemon(World world, SimulatedNode node, NodeState start) {
        this.world = world;
        this.node = node;
        this.state = start;
        this.looks = new DaemonLooks(world, node, this);
        this.actions = new DaemonActions(world, node, this, looks);
    }

    NodeState state() {
        return state;
    }

    Role role() {
        return state.role();
    }

    void begin() {
        observe(at -> new Observation.GuardSeen(at, node.guard().state()));
        tick();
        looks.begin();
    }

    void end() {
        ended = true;
        backlog.clear();
        waiting.clear();
    }

    boolean ended() {
        return ended;
    }

    /** What was seen while nothing ran is handed in now, in that order. */
    void thaw() {
        while (!backlog.isEmpty() && !ended) {
            handle(backlog.removeFirst());
        }
    }

    void looksAtFiles() {
        looks.atFiles();
    }

    void tick() {
        observe(Observation.Tick::new);
    }

    void command(Command command, Consumer<Outcome> answer) {
        Ticket ticket = ticketFor(answer);
        world.transcript().note(node.id(), "person: %", command);
        observe(at -> new Observation.CommandGiven(at, ticket, command));
    }

    void hint() {
        observe(Observation.RegisterHinted::new);
    }

    void detach() {
        observe(Observation.DetachAsked::new);
    }

    void leave() {
        observe(Observation.LeaveAsked::new);
    }

    void fenceAsked(NodeId by, Epoch epoch, Consumer<Outcome> answer) {
        Ticket ticket = ticketFor(answer);
        observe(at -> new Observation.FenceAsked(at, ticket, by, epoch));
    }

    private Ticket ticketFor(Consumer<Outcome> answer) {
        Ticket ticket = new Ticket(++tickets);
        waiting.put(ticket, answer);
        return ticket;
    }

    void answer(Ticket ticket, Outcome outcome) {
        Consumer<Outcome> asker = waiting.remove(ticket);
        if (asker == null) {
            throw new Violation(node.id() + " answers twice to ticket " + ticket.number());
        }
        asker.accept(outcome);
    }

    /** Hands it in, at the moment that the node's clock shows by then. */
    void observe(Function<Moment, Observation> seen) {
        if (ended) {
            return;
        }
        if (!node.running()) {
            backlog.addLast(seen);
        } else {
            handle(seen);
        }
    }

    private void handle(Function<Moment, Observation> seen) {
        Observation observation = seen.apply(node.now());
        NodeState before = state;
        Decision decision = world.decide(node, before, observation);
        if (world.crashes(node)) {
            return;
        }
        for (Durable durable : decision.persist()) {
            switch (durable) {
                case Durable.SeenEpoch(Epoch epoch) -> node.keep(epoch);
            }
        }
        state = decision.next();
        if (state.role() != before.role()) {
            world.transcript().note(node.id(), "is %, since %", state.role(), decision.reason());
        }
        world.invariants().decided(node, before, state);
        node.teller().decided(state);
        for (Action action : decision.actions()) {
            if (world.crashes(node) || ended) {
                return;
            }
            actions.run(action);
        }
        if (!ended && state.hasLeft(node.now())) {
            if (state.detachingSince().isPresent()) {
                node.detached();
            } else {
                node.left();
            }
        } else if (!ended) {
            node.guard().watch(state);
            wakeAt(decision.wakeAt());
        }
    }

    private void wakeAt(Moment moment) {
        long due = Math.max(node.clock().trueTimeOf(moment), world.events().now() + 1_000_000);
        wake = due;
        world.events()
                .at(
                        due,
                        () -> {
                            if (wake == due && node.running()) {
                                observe(Observation.Tick::new);
                            }
                        });
    }
}
