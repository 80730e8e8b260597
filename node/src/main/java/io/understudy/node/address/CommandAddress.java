package io.understudy.node.address;

import io.understudy.core.action.Outcome;
import io.understudy.core.model.Epoch;
import io.understudy.core.observation.AddressState;
import io.understudy.core.port.Address;
import io.understudy.node.process.Program;
import io.understudy.node.process.ProgramRunner;
import io.understudy.node.process.RunResult;
import io.understudy.node.process.Words;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The user's own programs move the address. Exit status 0 says that it is done, or, of {@code
 * show}, that it is here; 3 that another host has it; anything else that it did not work. They
 * learn the epoch and the role from their environment, and no shell comes between.
 */
public final class CommandAddress implements Address {

    private static final int ELSEWHERE = 3;

    /** Showing may cost the user something, and is asked often. */
    private static final long LASTS_NANOS = 5_000_000_000L;

    private final Settings settings;
    private final ProgramRunner runner;
    private final ReentrantLock taking = new ReentrantLock();
    private final AtomicReference<Optional<Thread>> taker = new AtomicReference<>(Optional.empty());
    private final AtomicLong releases = new AtomicLong();
    private final AtomicReference<Optional<Shown>> shown = new AtomicReference<>(Optional.empty());
    private volatile Optional<Epoch> epoch = Optional.empty();

    /**
     * By these settings.
     *
     * @param runner under which each ends with this daemon
     */
    public CommandAddress(Settings settings, ProgramRunner runner) {
        this.settings = settings;
        this.runner = runner;
    }

    /** The programs with their arguments. */
    public record Settings(List<String> take, List<String> release, List<String> show) {
        public Settings {
            take = List.copyOf(take);
            release = List.copyOf(release);
            show = List.copyOf(show);
        }
    }

    private record Shown(AddressState state, long at) {
        boolean lasts() {
            return System.nanoTime() - at < LASTS_NANOS;
        }
    }

    @Override
    public AddressState look(Duration deadline) {
        Optional<Shown> latest = shown.get();
        if (latest.filter(Shown::lasts).isPresent()) {
            return latest.get().state();
        }
        try {
            AddressState state = state(run(settings.show(), "unknown", deadline));
            // What an action has begun meanwhile is not what was shown.
            shown.compareAndSet(latest, Optional.of(new Shown(state, System.nanoTime())));
            return state;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new AddressState.Unknown("interrupted");
        }
    }

    private static AddressState state(RunResult result) {
        return switch (result) {
            case RunResult.Exited(int status, var _, var _) when status == 0 ->
                    new AddressState.Held();
            case RunResult.Exited(int status, String output, var _) when status == ELSEWHERE ->
                    output.isBlank()
                            ? new AddressState.NotHeld()
                            : new AddressState.HeldElsewhere(Words.last(output));
            case RunResult.Exited(int status, String output, String errors) ->
                    new AddressState.Unknown(
                            "the command that shows it ended with status %d: %s"
                                    .formatted(status, Words.last(errors, output)));
            case RunResult.TimedOut _ ->
                    new AddressState.Unknown("the command that shows it did not end in time");
            case RunResult.NotStarted(String why) -> new AddressState.Unusable(why);
        };
    }

    /** The user's program asks for itself, if at all. */
    @Override
    public Outcome ask(Duration deadline) {
        return new Outcome.Done();
    }

    @Override
    public Outcome take(Epoch taken, Duration deadline) {
        long before = releases.get();
        taking.lock();
        try {
            taker.set(Optional.of(Thread.currentThread()));
            epoch = Optional.of(taken);
            RunResult result = run(settings.take(), "primary", deadline);
            return releases.get() == before ? outcome(result, "takes") : overtaken();
        } catch (InterruptedException e) {
            return overtaken();
        } finally {
            taker.set(Optional.empty());
            shown.set(Optional.empty());
            taking.unlock();
        }
    }

    private static Outcome overtaken() {
        return new Outcome.Failed("it was to be given away meanwhile");
    }

    @Override
    public Outcome release(Duration deadline) {
        releases.incrementAndGet();
        taker.get().ifPresent(Thread::interrupt);
        // Never both at the same time: the later one would win.
        taking.lock();
        try {
            return outcome(run(settings.release(), "standby", deadline), "gives away");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Outcome.Unknown("interrupted");
        } finally {
            shown.set(Optional.empty());
            taking.unlock();
        }
    }

    private static Outcome outcome(RunResult result, String deed) {
        return switch (result) {
            case RunResult.Exited(int status, var _, var _) when status == 0 -> new Outcome.Done();
            case RunResult.Exited(int status, String output, String errors)
                    when status == ELSEWHERE ->
                    new Outcome.Refused("another host has it: " + Words.last(output, errors));
            case RunResult.Exited(int status, String output, String errors) ->
                    new Outcome.Failed(
                            "the command that %s it ended with status %d: %s"
                                    .formatted(deed, status, Words.last(errors, output)));
            case RunResult.TimedOut _ ->
                    // It was killed, but what it has asked of others may still happen.
                    new Outcome.Unknown(
                            "the command that %s it did not end in time, and was killed"
                                    .formatted(deed));
            case RunResult.NotStarted(String why) -> new Outcome.Failed(why);
        };
    }

    private RunResult run(List<String> command, String role, Duration deadline)
            throws InterruptedException {
        Program program =
                new Program(
                        command,
                        java.nio.file.Path.of("/"),
                        Optional.empty(),
                        Map.of(
                                "UNDERSTUDY_ROLE",
                                role,
                                "UNDERSTUDY_EPOCH",
                                epoch.map(Epoch::toString).orElse("")));
        return runner.run(program, deadline);
    }
}
