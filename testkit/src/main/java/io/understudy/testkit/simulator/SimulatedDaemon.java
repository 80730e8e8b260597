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
import io.understudy.core.observation.DatabaseState;
import io.understudy.core.observation.Observation;
import io.understudy.core.observation.ServerState;
import io.understudy.core.port.Register.CasResult;
import io.understudy.core.port.Register.ReadResult;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** One run of a node's daemon: the loop around the real core, under the real loop's contract. */
final class SimulatedDaemon {
    private static final long AGAIN = 1_000_000_000;

    private final World world;
    private final SimulatedNode node;
    private final Deque<Function<Moment, Observation>> backlog = new ArrayDeque<>();
    private final Map<Ticket, Consumer<Outcome>> waiting = new HashMap<>();
    private final Looks looks = new Looks();
    private NodeState state;
    private long tickets;
    private long wake;
    private boolean reading;
    private boolean writing;
    private boolean ended;

    /** What was last handed in, and when. */
    private static final class Looks {
        @Nullable DatabaseState database;
        @Nullable ServerState server;
        long databaseAt;
        long serverAt;
    }

    SimulatedDaemon(World world, SimulatedNode node, NodeState start) {
        this.world = world;
        this.node = node;
        this.state = start;
    }

    NodeState state() {
        return state;
    }

    Role role() {
        return state.role();
    }

    void begin() {
        tick();
        look();
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

    void tick() {
        observe(Observation.Tick::new);
    }

    void command(Command command, Consumer<Outcome> answer) {
        Ticket ticket = ticketFor(answer);
        world.transcript().note(node.id(), "person: %", command);
        observe(at -> new Observation.CommandGiven(at, ticket, command));
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

    private void observe(Function<Moment, Observation> seen) {
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
        for (Action action : decision.actions()) {
            if (world.crashes(node) || ended) {
                return;
            }
            run(action);
        }
        if (!ended) {
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

    private void run(Action action) {
        if (!(action instanceof Action.ReadRegister) && !(action instanceof Action.WriteRegister)) {
            world.transcript().note(node.id(), "does %", action);
        }
        switch (action) {
            case Action.ReadRegister() -> read();
            case Action.WriteRegister write -> write(write);
            case Action.OnDatabase onDatabase ->
                    node.databaseActions().run(onDatabase, this::ended);
            case Action.OnServer onServer -> node.server().run(onServer, this::ended);
            case Action.FencePeer(NodeId peer, Epoch epoch) -> fence(peer, epoch);
            case Action.Answer(Ticket ticket, Outcome outcome) -> {
                Consumer<Outcome> asker = waiting.remove(ticket);
                if (asker == null) {
                    throw new Violation(node.id() + " answers twice to ticket " + ticket.number());
                }
                asker.accept(outcome);
            }
            case Action.Halt(String why) -> {
                world.transcript().note(node.id(), "halts: %", why);
                world.invariants().halts(node, why);
                node.halt();
            }
        }
    }

    private void read() {
        if (reading) {
            throw new Violation(node.id() + " reads the register while a read is under way");
        }
        reading = true;
        world.register()
                .read(
                        node.id(),
                        result -> {
                            reading = false;
                            observe(at ->
                                    switch (result) {
                                        case ReadResult.Found(var value) ->
                                                new Observation.RegisterFound(at, value);
                                        case ReadResult.Absent() ->
                                                new Observation.RegisterAbsent(at);
                                        case ReadResult.Unknown(String why) ->
                                                new Observation.RegisterSilent(at, why);
                                    });
                        });
    }

    private void write(Action.WriteRegister write) {
        if (writing) {
            throw new Violation(node.id() + " writes the register while a write is under way");
        }
        writing = true;
        Moment sentAt = node.now();
        world.register()
                .compareAndSet(
                        node.id(),
                        write.expected(),
                        write.next(),
                        result -> {
                            writing = false;
                            observe(at ->
                                    switch (result) {
                                        case CasResult.Written(var version) ->
                                                new Observation.WriteAcknowledged(
                                                        at, sentAt, version);
                                        case CasResult.Conflict() ->
                                                new Observation.WriteConflicted(at);
                                        case CasResult.Unknown(String why) ->
                                                new Observation.WriteUnanswered(at, why);
                                    });
                        });
    }

    private void ended(Action.OnDatabase action, Outcome outcome) {
        world.transcript().note(node.id(), "ended % %", action, outcome);
        observe(at -> new Observation.DatabaseActionEnded(at, action, outcome));
        lookAtDatabase();
    }

    private void ended(Action.OnServer action, Outcome outcome) {
        world.transcript().note(node.id(), "ended % %", action, outcome);
        observe(at -> new Observation.ServerActionEnded(at, action, outcome));
        lookAtServer();
    }

    private void fence(NodeId peer, Epoch epoch) {
        Once<Outcome> once =
                new Once<>(outcome -> {
                    world.transcript().note(node.id(), "fence of %: %", peer, outcome);
                    world.invariants().fenceAnswered(peer, epoch, outcome);
                    observe(at -> new Observation.FenceAnswered(at, peer, epoch, outcome));
                });
        world.carry(
                node.id(),
                peer,
                () ->
                        world.node(peer)
                                .daemon()
                                .ifPresent(daemon ->
                                        daemon.fenceAsked(
                                                node.id(),
                                                epoch,
                                                outcome -> receipt(peer, epoch, outcome, once))));
        world.events()
                .in(
                        world.setup().timings().fence().toNanos(),
                        () -> once.accept(new Outcome.Unknown("silence")));
    }

    private void receipt(NodeId peer, Epoch epoch, Outcome outcome, Once<Outcome> once) {
        world.invariants().receiptGiven(peer, epoch, outcome);
        world.carry(peer, node.id(), () -> once.accept(outcome));
    }

    private void look() {
        if (ended) {
            return;
        }
        if (!state.settings().witness()) {
            lookAtDatabase();
            lookAtServer();
        }
        world.events().in(world.setup().timings().probe().toNanos(), this::look);
    }

    private void lookAtDatabase() {
        if (ended || !node.running() || node.databaseActions().busy()) {
            return;
        }
        DatabaseState seen =
                world.weather().happens(0.01)
                        ? new DatabaseState.Unknown("the look took too long")
                        : node.database().look();
        long now = world.events().now();
        if (!seen.equals(looks.database) || now - looks.databaseAt >= AGAIN) {
            looks.database = seen;
            looks.databaseAt = now;
            observe(at -> new Observation.DatabaseSeen(at, seen));
        }
    }

    private void lookAtServer() {
        if (ended || !node.running() || node.server().busy()) {
            return;
        }
        ServerState seen = node.server().look();
        long now = world.events().now();
        if (!seen.equals(looks.server) || now - looks.serverAt >= AGAIN) {
            looks.server = seen;
            looks.serverAt = now;
            observe(at -> new Observation.ServerSeen(at, seen));
        }
    }
}
