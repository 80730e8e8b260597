package io.understudy.node.loop;

import io.understudy.core.action.Action;
import io.understudy.core.action.Outcome;
import io.understudy.core.action.StopMode;
import io.understudy.core.model.Epoch;
import io.understudy.core.model.Moment;
import io.understudy.core.model.NodeId;
import io.understudy.core.model.Versioned;
import io.understudy.core.observation.AddressState;
import io.understudy.core.observation.DatabaseState;
import io.understudy.core.observation.Observation;
import io.understudy.core.observation.ServerState;
import io.understudy.core.port.Progress;
import io.understudy.core.port.Register;
import io.understudy.core.port.Register.CasResult;
import io.understudy.core.port.Register.ReadResult;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.UnaryOperator;

/**
 * Runs the actions that the loop has decided on, each on a thread of its own, and hands in how they
 * ended.
 */
final class Crew implements AutoCloseable {

    private final Inbox inbox;
    private final Monotonic clock;
    private final Resources resources;
    private final Deadlines deadlines;
    private final Tickets tickets;
    private final Progress progress;
    private final Lane database;
    private final Lane server;
    private final Lane address;
    private final Station<Action.OnDatabase> onDatabase;
    private final Station<Action.OnServer> onServer;
    private final Station<Action.OnAddress> onAddress;
    private final Optional<Watch> watch;
    private final Optional<Porter> porter;
    private final Bailiff bailiff;

    /** Kept for the next call: what comes several times a second is to cost few hand-overs. */
    private final ExecutorService callers =
            Executors.newCachedThreadPool(
                    Thread.ofPlatform().daemon().name("register-", 0).factory());

    private final Defects defects = new Defects();

    Crew(Inbox inbox, Monotonic clock, Resources resources, Deadlines deadlines, Outlook outlook) {
        this.inbox = inbox;
        this.clock = clock;
        this.resources = resources;
        this.deadlines = deadlines;
        this.tickets = outlook.tickets();
        this.progress = outlook.progress();
        this.database = new Lane("database", outlook.probe());
        this.server = new Lane("server", outlook.probe());
        this.address = new Lane("address", outlook.probe());
        this.onDatabase =
                new Station<>(
                        database,
                        defects,
                        new Station.Terms<>(
                                this::call,
                                Action.StopDatabase.class::isInstance,
                                new Action.StopDatabase(StopMode.AT_ONCE),
                                (action, outcome) ->
                                        inbox.post(now ->
                                                new Observation.DatabaseActionEnded(
                                                        now, action, outcome))));
        this.onServer =
                new Station<>(
                        server,
                        defects,
                        new Station.Terms<>(
                                this::call,
                                Action.StopServer.class::isInstance,
                                new Action.StopServer(StopMode.AT_ONCE),
                                (action, outcome) ->
                                        inbox.post(now ->
                                                new Observation.ServerActionEnded(
                                                        now, action, outcome))));
        this.onAddress =
                new Station<>(
                        address,
                        defects,
                        new Station.Terms<>(
                                this::call,
                                Action.ReleaseAddress.class::isInstance,
                                new Action.ReleaseAddress(),
                                (action, outcome) ->
                                        inbox.post(now ->
                                                new Observation.AddressActionEnded(
                                                        now, action, outcome))));
        this.watch =
                resources
                        .carried()
                        .map(carried ->
                                new Watch(carried.guard(), inbox, deadlines.guard(), defects));
        this.porter = porter(inbox, resources, deadlines, defects);
        this.bailiff = new Bailiff(resources.fences(), inbox, defects);
    }

    private static Optional<Porter> porter(
            Inbox inbox, Resources resources, Deadlines deadlines, Defects defects) {
        return resources
                .carried()
                .flatMap(Resources.Carried::files)
                .map(files -> new Porter(files, inbox, deadlines, defects));
    }

    /**
     * What the crew tells others.
     *
     * @param probe how often to look at the resources
     */
    record Outlook(Tickets tickets, Progress progress, Duration probe) {}

    void watch() {
        watch.ifPresent(Watch::begin);
        porter.ifPresent(Porter::begin);
        resources
                .carried()
                .ifPresent(carried -> {
                    database.watch(
                            () ->
                                    defects.survive(
                                            () -> carried.database().look(deadlines.look()),
                                            DatabaseState.Unknown::new),
                            DatabaseState::apartFromPositions,
                            (seen, old) ->
                                    handIn(old, now -> new Observation.DatabaseSeen(now, seen)));
                    server.watch(
                            () ->
                                    defects.survive(
                                            () -> carried.server().look(deadlines.look()),
                                            ServerState.Unknown::new),
                            UnaryOperator.identity(),
                            (seen, old) ->
                                    handIn(old, now -> new Observation.ServerSeen(now, seen)));
                    address.watch(
                            () ->
                                    defects.survive(
                                            () -> carried.address().look(deadlines.look()),
                                            AddressState.Unknown::new),
                            UnaryOperator.identity(),
                            (seen, old) ->
                                    handIn(old, now -> new Observation.AddressSeen(now, seen)));
                });
    }

    /** Looks at everything now, and often for a while. */
    void lookSoon() {
        database.lookSoon();
        server.lookSoon();
        address.lookSoon();
    }

    private void handIn(boolean old, Inbox.Sighting sighting) {
        if (old) {
            inbox.lay(sighting);
        } else {
            inbox.post(sighting);
        }
    }

    void run(Action action) {
        switch (action) {
            case Action.ReadRegister() -> callers.execute(this::read);
            case Action.WriteRegister write -> callers.execute(() -> write(write));
            case Action.OnDatabase wanted -> onDatabase.run(wanted);
            case Action.OnServer wanted -> onServer.run(wanted);
            case Action.OnAddress wanted -> onAddress.run(wanted);
            case Action.OnFiles wanted -> porter.ifPresent(carrying -> carrying.run(wanted));
            case Action.OnGuard onGuard -> watch.ifPresent(told -> told.run(onGuard));
            case Action.FencePeer(NodeId node, Epoch epoch) ->
                    Thread.ofVirtual().name("fence").start(() -> fence(node, epoch));
            case Action.FenceBy by -> bailiff.run(by);
            case Action.WithdrawFences() -> bailiff.withdraw();
            case Action.Answer(var ticket, Outcome outcome) -> tickets.answer(ticket, outcome);
            case Action.Halt _ -> {}
        }
    }

    private void read() {
        ReadResult result =
                defects.survive(
                        () -> resources.register().read(deadlines.register()),
                        ReadResult.Unknown::new);
        inbox.post(
                switch (result) {
                    case ReadResult.Found(Versioned value) ->
                            now -> new Observation.RegisterFound(now, value);
                    case ReadResult.Absent() -> Observation.RegisterAbsent::new;
                    case ReadResult.Unknown(String why) ->
                            now -> new Observation.RegisterSilent(now, why);
                });
    }

    private void write(Action.WriteRegister write) {
        Register register = resources.register();
        Moment sentAt = clock.now();
        CasResult result =
                defects.survive(
                        () ->
                                register.compareAndSet(
                                        write.expected(), write.next(), deadlines.register()),
                        CasResult.Unknown::new);
        inbox.post(
                switch (result) {
                    case CasResult.Written(var version) ->
                            now -> new Observation.WriteAcknowledged(now, sentAt, version);
                    case CasResult.Conflict() -> Observation.WriteConflicted::new;
                    case CasResult.Unknown(String why) ->
                            now -> new Observation.WriteUnanswered(now, why);
                });
    }

    private void fence(NodeId node, Epoch epoch) {
        Outcome outcome =
                defects.survive(
                        () -> resources.peers().fence(node, epoch, deadlines.fence()),
                        Outcome.Unknown::new);
        inbox.post(now -> new Observation.FenceAnswered(now, node, epoch, outcome));
    }

    private Outcome call(Action.OnDatabase action) {
        Resources.Carried carried = resources.carried().orElseThrow();
        return switch (action) {
            case Action.StartPrimary(Set<NodeId> waitsFor) ->
                    carried.database().startPrimary(waitsFor, deadlines.start());
            case Action.StartStandby(NodeId upstream) ->
                    carried.database().startStandby(upstream, deadlines.start());
            case Action.Promote(Set<NodeId> waitsFor) ->
                    carried.database().promote(waitsFor, deadlines.promote());
            case Action.WaitFor(Set<NodeId> nodes) ->
                    carried.database().waitFor(nodes, deadlines.change());
            case Action.StopDatabase(StopMode mode) -> carried.database().stop(mode, within(mode));
            case Action.Rewind(NodeId source) ->
                    carried.database().rewind(source, deadlines.rewind(), progress);
            case Action.CopyAnew(NodeId source) ->
                    carried.database().copyAnew(source, deadlines.copy(), progress);
        };
    }

    private Outcome call(Action.OnServer action) {
        Resources.Carried carried = resources.carried().orElseThrow();
        return switch (action) {
            case Action.StartServer(Epoch epoch) ->
                    carried.server().start(epoch, deadlines.stopInOrder());
            case Action.StopServer(StopMode mode) -> carried.server().stop(mode, within(mode));
        };
    }

    private Outcome call(Action.OnAddress action) {
        Resources.Carried carried = resources.carried().orElseThrow();
        return switch (action) {
            case Action.TakeAddress(Epoch epoch) -> carried.address().take(epoch, deadlines.take());
            case Action.AskAddress() -> carried.address().ask(deadlines.take().dividedBy(2));
            case Action.ReleaseAddress() -> carried.address().release(deadlines.release());
        };
    }

    private Duration within(StopMode mode) {
        return switch (mode) {
            case ORDERLY -> deadlines.stopInOrder();
            case AT_ONCE -> deadlines.stopAtOnce();
        };
    }

    /** Stops all that runs here, in order, and waits for it: for a daemon that ends. */
    void stopEverything() {
        resources.carried().ifPresent(carried -> stop(carried, StopMode.ORDERLY));
    }

    /** Kills all that runs here, and waits for it: for a daemon that must not go on. */
    void killEverything() {
        resources.carried().ifPresent(carried -> stop(carried, StopMode.AT_ONCE));
    }

    /** Each is stopped even where another's adapter fails. */
    private void stop(Resources.Carried carried, StopMode mode) {
        defects.survive(() -> carried.address().release(deadlines.release()), Outcome.Unknown::new);
        defects.survive(() -> carried.server().stop(mode, within(mode)), Outcome.Unknown::new);
        defects.survive(() -> carried.database().stop(mode, within(mode)), Outcome.Unknown::new);
    }

    @Override
    public void close() {
        database.close();
        server.close();
        address.close();
        callers.shutdownNow();
        bailiff.close();
        watch.ifPresent(Watch::close);
        porter.ifPresent(Porter::close);
    }
}
