package io.understudy.node.server;

import io.understudy.core.action.Outcome;
import io.understudy.core.action.StopMode;
import io.understudy.core.model.Epoch;
import io.understudy.core.observation.ServerState;
import io.understudy.core.port.Server;
import io.understudy.node.process.Program;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The protected server as a unit of systemd's. Systemd starts it and stops it in order; whether
 * anything of it is left is read from its control group, and a kill goes there, too, so that
 * neither waits for a service manager that is slow to answer.
 *
 * <p>It learns its role from its environment, by the file that is its permit to be started: {@link
 * Permit}.
 */
public final class UnitServer implements Server {

    private static final Duration FOR_THE_KILL = Duration.ofMillis(500);
    private static final Duration POLL = Duration.ofMillis(10);
    // A unit may be masked or mended at any time; its processes show by themselves.
    private static final Duration BETWEEN_QUESTIONS = Duration.ofSeconds(10);

    private final UnitSettings settings;
    private final Systemd systemd;
    private final Unit unit;
    private final Permit permit;
    private final Pulse pulse;
    // So that a stop never comes between a permit and the start that it is for.
    private final ReentrantLock starting = new ReentrantLock();
    private volatile boolean demanded;
    private volatile Optional<AtRest> rest = Optional.empty();

    private record AtRest(ServerState state, long since) {}

    public UnitServer(UnitSettings settings, Systemd systemd) {
        this.settings = settings;
        this.systemd = systemd;
        this.unit = new Unit(settings.unit(), systemd);
        this.permit = new Permit(settings, systemd);
        this.pulse =
                new Pulse(settings.probe(), Program.of(settings.unit()), settings.stateDirectory());
    }

    @Override
    public ServerState look(Duration deadline) {
        try {
            if (!unit.group().isPopulated()) {
                return atRest(deadline);
            }
            rest = Optional.empty();
            ServerState felt = pulse.feel(deadline);
            return felt instanceof ServerState.Healthy || unit.group().isPopulated()
                    ? felt
                    : atRest(deadline);
        } catch (IOException | UncheckedIOException e) {
            return new ServerState.Unknown("Could not look at the server: " + e.getMessage() + ".");
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return new ServerState.Unknown("The look at the server was interrupted.");
        }
    }

    private ServerState atRest(Duration deadline) throws IOException {
        Optional<AtRest> known = rest;
        long now = System.nanoTime();
        if (known.isPresent() && now - known.get().since() < BETWEEN_QUESTIONS.toNanos()) {
            return known.get().state();
        }
        return switch (ask(deadline)) {
            case Asked.Obstacle(String why) -> new ServerState.Unusable(why);
            case Asked.Silent(String why) ->
                    new ServerState.Unknown("Could not look at the server: " + why + ".");
            case Asked.Usable(UnitView view) when !view.isAtRest() && !view.isActive() ->
                    new ServerState.Starting();
            case Asked.Usable(UnitView view) -> {
                ServerState stopped = new ServerState.Stopped(unit.lastWords(view, deadline));
                rest = Optional.of(new AtRest(stopped, now));
                yield stopped;
            }
        };
    }

    @Override
    public Outcome start(Epoch epoch, Duration deadline) {
        long begin = System.nanoTime();
        try {
            return switch (ask(deadline)) {
                case Asked.Obstacle(String why) -> new Outcome.Refused(why);
                case Asked.Silent(String why) ->
                        new Outcome.Failed("Could not start the server: " + why + ".");
                case Asked.Usable _ when runsIn(epoch) -> new Outcome.Done();
                case Asked.Usable(UnitView view) -> {
                    boolean inTheWay = unit.group().isPopulated() || !view.isAtRest();
                    yield inTheWay
                                    && stop(StopMode.ORDERLY, left(begin, deadline))
                                            instanceof Outcome.Failed failed
                            ? failed
                            : begun(epoch, begin, deadline);
                }
            };
        } catch (IOException | UncheckedIOException e) {
            return new Outcome.Failed("Could not start the server: " + e.getMessage() + ".");
        }
    }

    private boolean runsIn(Epoch epoch) throws IOException {
        return unit.group().isPopulated()
                && permit.epoch().filter(epoch.toString()::equals).isPresent();
    }

    private Outcome begun(Epoch epoch, long begin, Duration deadline) throws IOException {
        starting.lock();
        try {
            rest = Optional.empty();
            pulse.forget();
            permit.grant(epoch);
            if (unit.start(left(begin, deadline)) instanceof Systemd.Said.No(String why)) {
                permit.revoke();
                return new Outcome.Failed("Could not start the server: " + why + ".");
            }
        } finally {
            starting.unlock();
        }
        while (elapsed(begin).compareTo(deadline) < 0) {
            if (unit.group().isPopulated() || isThrough(left(begin, deadline))) {
                return new Outcome.Done();
            }
            pause();
        }
        return new Outcome.Failed(
                "Needed a process of %s within %d ms, found none; see: systemctl status %s"
                        .formatted(settings.unit(), deadline.toMillis(), settings.unit()));
    }

    /** Up without a process, or down again already: the next look tells. */
    private boolean isThrough(Duration deadline) {
        return unit.show(deadline) instanceof Unit.Shown.Seen(UnitView view)
                && (view.isActive() || view.hasFailed());
    }

    @Override
    public Outcome stop(StopMode mode, Duration deadline) {
        long begin = System.nanoTime();
        Duration orderly =
                switch (mode) {
                    case ORDERLY -> shorter(settings.stopTimeout(), forOrderlyStop(deadline));
                    case AT_ONCE -> Duration.ZERO;
                };
        try {
            permit.revoke();
            if (mode == StopMode.AT_ONCE) {
                unit.group().kill();
            }
            return stopped(begin, orderly, deadline);
        } catch (IOException | UncheckedIOException e) {
            return new Outcome.Failed("Could not stop the server: " + e.getMessage() + ".");
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return new Outcome.Failed("Could not stop the server: interrupted.");
        }
    }

    private Outcome stopped(long begin, Duration orderly, Duration deadline)
            throws IOException, InterruptedException {
        if (starting.tryLock(left(begin, deadline).toNanos(), TimeUnit.NANOSECONDS)) {
            starting.unlock();
        }
        // Once more: a start may have granted it while this one waited.
        permit.revoke();
        rest = Optional.empty();
        unit.stop(left(begin, deadline));
        while (unit.group().isPopulated() || !isOver(left(begin, deadline))) {
            Duration passed = elapsed(begin);
            if (passed.compareTo(deadline) >= 0) {
                return new Outcome.Failed(
                        "Killed the server, but its processes %s are still there after %d ms."
                                .formatted(unit.group().processes(), deadline.toMillis()));
            }
            if (passed.compareTo(orderly) >= 0) {
                unit.group().kill();
            }
            pause();
        }
        return new Outcome.Done();
    }

    /**
     * No process of it is left, and none will come: systemd says so; or it says nothing, and then
     * no start that it may still begin gets past the missing permit.
     */
    private boolean isOver(Duration deadline) {
        return switch (unit.show(shorter(deadline, FOR_THE_KILL))) {
            case Unit.Shown.Silent _ -> demanded || !systemd.runs();
            case Unit.Shown.Seen(UnitView view) -> {
                if (view.hasFailed()) {
                    unit.forgive(deadline);
                }
                yield view.isAtRest();
            }
        };
    }

    /** What systemd says of the unit, once this unit asks for its permit. */
    private sealed interface Asked {
        record Usable(UnitView view) implements Asked {}

        record Obstacle(String why) implements Asked {}

        record Silent(String why) implements Asked {}
    }

    private Asked ask(Duration deadline) throws IOException {
        if (!systemd.runs()) {
            return new Asked.Obstacle(
                    "Needed systemd to run the unit %s, found that this host does not run it; give server a command instead of a unit."
                            .formatted(settings.unit()));
        }
        if (!demanded) {
            permit.demand();
            // Also where the file was there: a daemon may have ended before it said so.
            if (unit.reload(deadline) instanceof Systemd.Said.No(String why)) {
                return new Asked.Silent(why);
            }
            demanded = true;
        }
        return switch (unit.show(deadline)) {
            case Unit.Shown.Silent(String why) -> new Asked.Silent(why);
            case Unit.Shown.Seen(UnitView view) ->
                    view.obstacle(settings.unit())
                            .<Asked>map(Asked.Obstacle::new)
                            .orElseGet(() -> new Asked.Usable(view));
        };
    }

    private static Duration forOrderlyStop(Duration deadline) {
        return deadline.minus(shorter(FOR_THE_KILL, deadline.dividedBy(4)));
    }

    private static Duration left(long begin, Duration deadline) {
        Duration left = deadline.minus(elapsed(begin));
        return left.isPositive() ? left : Duration.ofMillis(1);
    }

    private static Duration elapsed(long begin) {
        return Duration.ofNanos(System.nanoTime() - begin);
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) <= 0 ? one : other;
    }

    private static void pause() {
        LockSupport.parkNanos(POLL.toNanos());
    }
}
