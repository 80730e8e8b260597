package io.understudy.testkit.simulator;

import io.understudy.core.action.Action;
import io.understudy.core.action.Action.OnDatabase;
import io.understudy.core.action.Outcome;
import io.understudy.core.action.StopMode;
import io.understudy.core.model.NodeId;
import io.understudy.testkit.simulator.SimulatedDatabase.Running;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Runs what a daemon wants of its database, in time and with accidents. */
final class DatabaseActions {
    private static final Outcome DONE = new Outcome.Done();
    private static final long MS = 1_000_000;

    private final World world;
    private final SimulatedNode node;
    private final SimulatedDatabase database;
    private final Deadlines deadlines;
    private @Nullable Work work;
    private Optional<Duration> startTakes = Optional.empty();

    /** An action under way, or one whose answer never came and that may still be done. */
    private static final class Work {
        final OnDatabase action;
        final BiConsumer<OnDatabase, Outcome> answer;
        boolean answered;
        boolean cancelled;

        Work(OnDatabase action, BiConsumer<OnDatabase, Outcome> answer) {
            this.action = action;
            this.answer = answer;
        }
    }

    DatabaseActions(World world, SimulatedNode node, Deadlines deadlines) {
        this.world = world;
        this.node = node;
        this.database = node.database();
        this.deadlines = deadlines;
    }

    /** From the next start on, the database replays for so long before it answers. */
    void startTakes(Duration length) {
        startTakes = Optional.of(length);
    }

    boolean busy() {
        return work != null && !work.answered;
    }

    boolean stopping() {
        return busy() && work != null && work.action instanceof Action.StopDatabase;
    }

    /** Nothing that was under way goes on. */
    void abandon() {
        if (work != null) {
            work.cancelled = true;
            work.answered = true;
        }
    }

    /** Nobody waits for what is under way; it may still be done. */
    void orphan(boolean goesOn) {
        if (work != null) {
            work.answered = true;
            work.cancelled = !goesOn;
        }
        if (!goesOn && database.process() == Running.STARTING) {
            database.ended(false);
        }
    }

    /** The process was killed: what was to be done later is not, and what is under way fails. */
    void killed() {
        Work under = work;
        if (under != null) {
            under.cancelled = true;
            if (!under.answered) {
                answer(under, new Outcome.Failed("the database was killed"));
            }
        }
    }

    void run(OnDatabase action, BiConsumer<OnDatabase, Outcome> answer) {
        if (busy()) {
            overtakenBy(action);
        }
        Work mine = new Work(action, answer);
        if (work != null) {
            // Whoever begins anew makes sure that nothing of the last try is left.
            work.cancelled = true;
            if (database.process() == Running.STARTING) {
                database.ended(false);
            }
        }
        work = mine;
        Fate fate =
                action instanceof Action.StopDatabase ? Fate.WORKS : Fate.drawn(world.weather());
        long deadline = deadlines.of(action).toNanos();
        long takes = takes(action);
        if (action instanceof Action.StopDatabase(StopMode mode)) {
            stop(mine, mode, takes, deadline);
            return;
        }
        if (database.hangs() || database.undying()) {
            after(deadline, mine, () -> answer(mine, new Outcome.Unknown("no answer in time")));
            return;
        }
        prepare(action);
        if (startTakes.isPresent() && database.process() == Running.STARTING) {
            after(startTakes.get().toNanos(), mine, () -> answer(mine, effect(action)));
            after(deadline, mine, () -> answer(mine, new Outcome.Unknown("it is recovering")));
            return;
        }
        switch (fate) {
            case WORKS -> after(takes, mine, () -> answer(mine, effect(action)));
            case FAILS -> after(takes, mine, () -> answer(mine, failed(action)));
            case SILENT -> after(deadline, mine, () -> answer(mine, silent(action)));
            case LATE -> {
                after(deadline, mine, () -> answer(mine, new Outcome.Unknown("no answer in time")));
                after(deadline + takes, mine, () -> effect(action));
            }
        }
    }

    private void overtakenBy(OnDatabase action) {
        Work under = work;
        if (under == null) {
            return;
        }
        if (!(action instanceof Action.StopDatabase)) {
            throw new Violation(
                    "%s asks for %s while %s is under way"
                            .formatted(node.id(), action, under.action));
        }
        under.cancelled = true;
        world.events()
                .in(
                        MS,
                        () ->
                                node.whenAwake(() -> {
                                    answer(under, new Outcome.Failed("a stop overtook it"));
                                }));
    }

    private void after(long nanos, Work mine, Runnable what) {
        world.events()
                .in(
                        nanos,
                        () ->
                                node.whenAwake(() -> {
                                    if (!mine.cancelled) {
                                        what.run();
                                    }
                                }));
    }

    private static void answer(Work mine, Outcome outcome) {
        if (!mine.answered) {
            mine.answered = true;
            mine.answer.accept(mine.action, outcome);
        }
    }

    private long takes(OnDatabase action) {
        Weather weather = world.weather();
        return switch (action) {
            case Action.StartPrimary _ -> weather.delay(50 * MS, 250 * MS, 1500 * MS);
            case Action.StartStandby _ -> weather.delay(50 * MS, 200 * MS, 1500 * MS);
            case Action.Promote _ -> weather.delay(50 * MS, 150 * MS, 1500 * MS);
            case Action.WaitFor _ -> weather.delay(5 * MS, 20 * MS, 600 * MS);
            case Action.StopDatabase(StopMode mode) ->
                    mode == StopMode.AT_ONCE
                            ? weather.delay(5 * MS, 30 * MS, deadlines.of(action).toNanos() / 2)
                            : weather.delay(50 * MS, 200 * MS, 3000 * MS);
            case Action.Rewind _ -> weather.delay(150 * MS, 500 * MS, 2000 * MS);
            case Action.CopyAnew _ -> weather.delay(300 * MS, 900 * MS, 3000 * MS);
        };
    }

    private void stop(Work mine, StopMode mode, long takes, long deadline) {
        Invariants.require(
                mode == StopMode.ORDERLY || !isAliveAndServes(),
                "%s kills its database, which answers that it can't answer, while it may serve"
                        + " (%s)%s",
                node.id(),
                node.now(),
                "");
        boolean hears = !database.hangs();
        if (mode == StopMode.ORDERLY && database.takesWrites() && hears) {
            database.beginShutdown();
        }
        boolean inTime = takes <= deadline && (hears || mode == StopMode.AT_ONCE);
        after(
                inTime ? takes : deadline,
                mine,
                () -> {
                    boolean ran = database.process() != Running.NONE;
                    boolean inOrder = mode == StopMode.ORDERLY && inTime;
                    if (inOrder && database.process() == Running.SHUTTING_DOWN) {
                        world.replication().drain(database);
                    }
                    database.ended(inOrder);
                    answer(
                            mine,
                            inOrder || !ran || mode == StopMode.AT_ONCE
                                    ? DONE
                                    : new Outcome.Failed("it did not stop in order in time"));
                });
    }

    /** However long it only says no: that is no reason to kill it. */
    private boolean isAliveAndServes() {
        return database.malady() == SimulatedDatabase.Malady.SAYS_NO
                && database.takesWrites()
                && node.running()
                && node.state()
                        .filter(state -> state.mayServe(node.now()))
                        .filter(state -> state.leavingSince().isEmpty())
                        .isPresent();
    }

    private void prepare(OnDatabase action) {
        boolean begins =
                database.process() == Running.NONE
                        && database.present()
                        && switch (action) {
                            case Action.StartPrimary _ -> !database.standbySignal();
                            case Action.StartStandby _ -> database.standbySignal();
                            default -> false;
                        };
        if (begins) {
            database.starting();
        }
    }

    private Outcome failed(OnDatabase action) {
        if (database.process() == Running.STARTING) {
            database.ended(false);
        }
        return action instanceof Action.Rewind
                ? new Outcome.Refused("the log is no longer there")
                : new Outcome.Failed("it did not work this time");
    }

    private Outcome silent(OnDatabase action) {
        if (database.process() == Running.STARTING) {
            database.ended(false);
        }
        return new Outcome.Unknown("no answer in time to " + action.getClass().getSimpleName());
    }

    private Outcome effect(OnDatabase action) {
        return switch (action) {
            case Action.StartPrimary(var waitsFor) ->
                    when(
                            database.present() && !database.standbySignal(),
                            "this data would start as a standby's",
                            () -> world.invariants().servesFrom(node, action),
                            () -> database.runAsPrimary(waitsFor));
            case Action.StartStandby(NodeId upstream) -> startStandby(upstream);
            case Action.Promote(var waitsFor) -> promote(action, waitsFor);
            case Action.WaitFor(var nodes) -> {
                if (!database.takesWrites()) {
                    yield new Outcome.Failed("the database does not run as a primary");
                }
                database.waitFor(nodes);
                world.replication().acknowledge(database);
                yield DONE;
            }
            case Action.Rewind(NodeId source) -> copy(source, true);
            case Action.CopyAnew(NodeId source) -> copy(source, false);
            case Action.StopDatabase _ -> DONE;
        };
    }

    private static Outcome when(boolean may, String why, Runnable first, Runnable then) {
        if (!may) {
            return new Outcome.Refused(why);
        }
        first.run();
        then.run();
        return DONE;
    }

    private Outcome startStandby(NodeId upstream) {
        SimulatedNode primary = world.node(upstream);
        boolean linked = primary.awake() && world.network().linked(upstream, node.id());
        if (database.present()
                && database.standbySignal()
                && linked
                && database.needsLogThatIsGone(primary.database())) {
            database.starting();
            database.hearsThatLogIsGone();
            return new Outcome.Failed("the primary no longer has the log that comes next");
        }
        return when(
                database.present() && database.standbySignal(),
                "this data was a primary's",
                () -> {},
                () -> database.runAsStandby(upstream));
    }

    private Outcome promote(OnDatabase action, Set<NodeId> waitsFor) {
        if (database.takesWrites()) {
            database.waitFor(waitsFor);
            world.replication().acknowledge(database);
            return DONE;
        }
        if (database.process() != Running.STANDBY) {
            return new Outcome.Failed("no standby runs here");
        }
        world.invariants().servesFrom(node, action);
        database.promote(world.slip() == Slip.PROMOTES_ALONE ? Set.of() : waitsFor);
        return DONE;
    }

    private Outcome copy(NodeId from, boolean rewind) {
        SimulatedNode source = world.node(from);
        Supplier<Boolean> reachable =
                () ->
                        source.awake()
                                && source.database().takesWrites()
                                && !source.database().hangs()
                                && world.network().linked(node.id(), from);
        if (database.process() != Running.NONE) {
            return new Outcome.Failed("the database still runs");
        }
        if (!reachable.get()) {
            return new Outcome.NotYet("the primary on " + from + " can't be reached");
        }
        if (rewind && !database.present()) {
            return new Outcome.Refused("there is no data to go back with");
        }
        Entry end = source.database().flushed();
        if (rewind) {
            database.rewindTo(database.flushed().commonWith(end));
        } else {
            database.replaceData(end, true);
            database.keepsNothingBefore(end);
        }
        return DONE;
    }
}
