package io.understudy.testkit.simulator;

import io.understudy.core.action.Action;
import io.understudy.core.action.Action.OnServer;
import io.understudy.core.action.Outcome;
import io.understudy.core.action.StopMode;
import io.understudy.core.observation.ServerState;
import java.util.function.BiConsumer;

/** One node's protected server, and what a daemon wants of it. */
public final class SimulatedServer {
    private static final long MS = 1_000_000;
    private static final ServerState STOPPED =
            new ServerState.Stopped("exit status 1, last log line: no licence");
    private static final ServerState STARTING = new ServerState.Starting();
    private static final ServerState HEALTHY = new ServerState.Healthy();

    private final World world;
    private final SimulatedNode node;
    private final Deadlines deadlines;
    private ServerState state = STOPPED;
    private Ailment ailment = Ailment.NONE;
    private int run;
    private final Underway<OnServer> underway;

    /** What is wrong with its program on this node, until somebody repairs it. */
    public enum Ailment {
        NONE,
        /** It ends soon after each start. */
        CRASHES,
        /** It runs, and never answers. */
        NEVER_ANSWERS,
        /** It answers for a while after each start, and then hangs. */
        HANGS
    }

    SimulatedServer(World world, SimulatedNode node, Deadlines deadlines) {
        this.world = world;
        this.node = node;
        this.deadlines = deadlines;
        this.underway = new Underway<>(world, node, Action.StopServer.class::isInstance);
    }

    ServerState look() {
        return state;
    }

    boolean runs() {
        return !(state instanceof ServerState.Stopped);
    }

    boolean busy() {
        return underway.busy();
    }

    /** Nobody waits for what is under way; it may still be done. */
    void orphan(boolean goesOn) {
        if (goesOn && underway.begins()) {
            world.events().in(MS, () -> node.whenAwake(this::start));
        }
        abandon();
    }

    void abandon() {
        underway.abandon();
    }

    void ended() {
        run++;
        state = STOPPED;
    }

    /** From the next start on. */
    void suffersFrom(Ailment what) {
        boolean repaired = ailment != Ailment.NONE && what == Ailment.NONE && runs();
        ailment = what;
        if (repaired) {
            // Whoever repairs it ends what hangs.
            ended();
        }
    }

    boolean ails() {
        return ailment != Ailment.NONE;
    }

    void sickens() {
        if (state instanceof ServerState.Healthy) {
            state = new ServerState.Unhealthy("it answers 500");
            int mine = run;
            world.events()
                    .in(
                            world.weather().between(200 * MS, 2000 * MS),
                            () -> {
                                if (run == mine) {
                                    state = HEALTHY;
                                }
                            });
        }
    }

    void run(OnServer action, BiConsumer<OnServer, Outcome> answer) {
        Weather weather = world.weather();
        switch (action) {
            case Action.StartServer _ -> {
                Fate fate = Fate.drawn(weather);
                switch (fate) {
                    case WORKS ->
                            underway.run(
                                    action, answer, weather.between(10 * MS, 60 * MS), this::start);
                    case FAILS ->
                            underway.run(
                                    action,
                                    answer,
                                    30 * MS,
                                    () -> new Outcome.Failed("it ended at once"));
                    case SILENT ->
                            underway.run(action, answer, deadline(), SimulatedServer::silent);
                    case LATE ->
                            underway.run(
                                    action,
                                    answer,
                                    deadline(),
                                    () -> {
                                        start();
                                        return silent();
                                    });
                }
            }
            case Action.StopServer(StopMode mode) -> {
                long takes =
                        mode == StopMode.AT_ONCE
                                ? weather.delay(5 * MS, 20 * MS, 150 * MS)
                                : weather.delay(30 * MS, 200 * MS, deadline());
                underway.run(
                        action,
                        answer,
                        takes,
                        () -> {
                            ended();
                            return new Outcome.Done();
                        });
            }
        }
    }

    private long deadline() {
        return deadlines.server().toNanos();
    }

    private static Outcome silent() {
        return new Outcome.Unknown("no answer in time");
    }

    private Outcome start() {
        if (runs()) {
            return new Outcome.Done();
        }
        state = STARTING;
        world.invariants().serverStarted();
        int mine = ++run;
        Weather weather = world.weather();
        switch (ailment) {
            case NONE -> comesTo(HEALTHY, mine, weather.delay(100 * MS, 500 * MS, 2000 * MS));
            case CRASHES -> comesTo(STOPPED, mine, weather.between(10 * MS, 300 * MS));
            case NEVER_ANSWERS -> {}
            case HANGS -> {
                comesTo(HEALTHY, mine, 300 * MS);
                comesTo(
                        new ServerState.Unhealthy("it answers 500"),
                        mine,
                        weather.between(500 * MS, 1500 * MS));
            }
        }
        return new Outcome.Done();
    }

    private void comesTo(ServerState next, int mine, long nanos) {
        world.events()
                .in(
                        nanos,
                        () ->
                                node.whenAwake(() -> {
                                    if (run == mine) {
                                        state = next;
                                    }
                                }));
    }
}
