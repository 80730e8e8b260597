package io.understudy.testkit.simulator;

import io.understudy.core.action.Action;
import io.understudy.core.action.Action.OnDatabase;
import io.understudy.core.action.Outcome;
import io.understudy.core.action.StopMode;
import io.understudy.testkit.simulator.SimulatedDatabase.Running;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * When what a daemon wants of its database is done, with accidents, and whether an answer comes of
 * it. What it does then is for {@link DatabaseEffects}.
 */
final class DatabaseActions {
    private static final Outcome DONE = new Outcome.Done();
    private static final long MS = 1_000_000;

    private final World world;
    private final SimulatedNode node;
    private final SimulatedDatabase database;
    private final DatabaseEffects effects;
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
        this.effects = new DatabaseEffects(world, node);
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
        effects.prepare(action);
        if (startTakes.isPresent() && database.process() == Running.STARTING) {
            after(startTakes.get().toNanos(), mine, () -> answer(mine, effects.of(action)));
            after(deadline, mine, () -> answer(mine, new Outcome.Unknown("it is recovering")));
            return;
        }
        switch (fate) {
            case WORKS -> after(takes, mine, () -> answer(mine, effects.of(action)));
            case FAILS -> after(takes, mine, () -> answer(mine, effects.failed(action)));
            case SILENT -> after(deadline, mine, () -> answer(mine, effects.silent(action)));
            case LATE -> {
                after(deadline, mine, () -> answer(mine, new Outcome.Unknown("no answer in time")));
                after(deadline + takes, mine, () -> effects.of(action));
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
                mode == StopMode.ORDERLY || !effects.isAliveAndServes(),
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
}
