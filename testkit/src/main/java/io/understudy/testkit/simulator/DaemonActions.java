package io.understudy.testkit.simulator;

import io.understudy.core.action.Action;
import io.understudy.core.action.Outcome;
import io.understudy.core.action.Ticket;
import io.understudy.core.model.Epoch;
import io.understudy.core.model.Moment;
import io.understudy.core.model.NodeId;
import io.understudy.core.observation.Observation;
import io.understudy.core.port.Register.CasResult;
import io.understudy.core.port.Register.ReadResult;

/** Carries out what a daemon decided, and brings back what came of it. */
final class DaemonActions {
    private final World world;
    private final SimulatedNode node;
    private final SimulatedDaemon daemon;
    private final DaemonLooks looks;
    private boolean reading;
    private boolean writing;

    DaemonActions(World world, SimulatedNode node, SimulatedDaemon daemon, DaemonLooks looks) {
        this.world = world;
        this.node = node;
        this.daemon = daemon;
        this.looks = looks;
    }

    void run(Action action) {
        boolean often = action instanceof Action.OnRegister || action instanceof Action.ArmGuard;
        if (!often) {
            world.transcript().note(node.id(), "does %", action);
        }
        switch (action) {
            case Action.ReadRegister() -> read();
            case Action.WriteRegister write -> write(write);
            case Action.OnDatabase onDatabase ->
                    node.databaseActions().run(onDatabase, this::ended);
            case Action.OnServer onServer -> {
                world.invariants().findsItsDatabase(node, onServer);
                world.invariants().files().beforeStart(node, onServer);
                node.server().run(onServer, this::ended);
            }
            case Action.OnAddress onAddress -> node.address().run(onAddress, this::ended);
            case Action.OnFiles onFiles -> {
                world.invariants().files().beforeKeeping(node, onFiles);
                node.files().run(onFiles, this::ended);
            }
            case Action.OnGuard onGuard ->
                    node.guard()
                            .run(
                                    onGuard,
                                    daemon::ended,
                                    said ->
                                            daemon.observe(
                                                    at -> new Observation.GuardSeen(at, said)));
            case Action.FencePeer(NodeId peer, Epoch epoch) -> fence(peer, epoch);
            case Action.FenceBy(String method, NodeId peer, Epoch epoch) ->
                    world.fences()
                            .run(
                                    node,
                                    new SimulatedFences.Order(method, peer, epoch),
                                    outcome -> fenced(method, peer, epoch, outcome));
            case Action.WithdrawFences() -> {
                if (world.slip() != Slip.FENCES_GO_ON) {
                    world.fences().withdraw(node);
                }
            }
            case Action.Answer(Ticket ticket, Outcome outcome) -> daemon.answer(ticket, outcome);
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
                            daemon.observe(at ->
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
                            daemon.observe(at ->
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
        daemon.observe(at -> new Observation.DatabaseActionEnded(at, action, outcome));
        looks.atDatabase();
    }

    private void ended(Action.OnServer action, Outcome outcome) {
        world.transcript().note(node.id(), "ended % %", action, outcome);
        daemon.observe(at -> new Observation.ServerActionEnded(at, action, outcome));
        looks.atServer();
    }

    private void ended(Action.OnAddress action, Outcome outcome) {
        world.transcript().note(node.id(), "ended % %", action, outcome);
        daemon.observe(at -> new Observation.AddressActionEnded(at, action, outcome));
        looks.addressAnew();
    }

    private void ended(Action.OnFiles action, Outcome outcome) {
        world.transcript().note(node.id(), "ended % %", action, outcome);
        daemon.observe(at -> new Observation.FilesActionEnded(at, action, outcome));
        looks.filesAnew();
    }

    private void fence(NodeId peer, Epoch epoch) {
        Once<Outcome> once =
                new Once<>(outcome -> {
                    world.transcript().note(node.id(), "fence of %: %", peer, outcome);
                    world.invariants().fenceAnswered(peer, epoch, outcome);
                    daemon.observe(at -> new Observation.FenceAnswered(at, peer, epoch, outcome));
                });
        world.carry(
                node.id(),
                peer,
                () ->
                        world.node(peer)
                                .daemon()
                                .ifPresent(other ->
                                        other.fenceAsked(
                                                node.id(),
                                                epoch,
                                                outcome -> receipt(peer, epoch, outcome, once))));
        world.events()
                .in(
                        world.setup().timings().fence().toNanos(),
                        () -> once.accept(new Outcome.Unknown("silence")));
    }

    private void fenced(String method, NodeId peer, Epoch epoch, Outcome outcome) {
        world.transcript().note(node.id(), method + " of %: %", peer, outcome);
        daemon.observe(at -> new Observation.FenceMethodEnded(at, method, peer, epoch, outcome));
    }

    private void receipt(NodeId peer, Epoch epoch, Outcome outcome, Once<Outcome> once) {
        world.invariants().receiptGiven(peer, epoch, outcome);
        world.carry(peer, node.id(), () -> once.accept(outcome));
    }
}
