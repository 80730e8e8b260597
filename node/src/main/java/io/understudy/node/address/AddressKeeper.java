package io.understudy.node.address;

import io.understudy.node.address.Platform.Held;
import io.understudy.node.address.Platform.Probed;
import io.understudy.node.process.Program;
import io.understudy.node.process.ProgramRunner;
import io.understudy.node.process.RunResult;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Takes a virtual address on this host and gives it away. What is so already is done. For one
 * thread at a time; each call lasts some seconds at most.
 */
public final class AddressKeeper {

    private static final Duration LONGEST = Duration.ofSeconds(5);

    /** An IPv6 address is in use once the kernel has asked for another holder: about a second. */
    private static final Duration LONGEST_ASKING = Duration.ofSeconds(4);

    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(50);

    private final Platform platform;
    private final ProgramRunner runner = new ProgramRunner();

    public AddressKeeper(Platform platform) {
        this.platform = platform;
    }

    /** How it ended. */
    public sealed interface Result {
        record Done() implements Result {}

        /** It was so before. */
        record AlreadySo() implements Result {}

        /**
         * Another host answers at the address, so nothing was changed.
         *
         * @param who its hardware address, where it is known
         */
        record HeldElsewhere(Optional<String> who) implements Result {}

        /**
         * It was tried and did not work, or can't be told.
         *
         * @param why one sentence
         */
        record Failed(String why) implements Result {}
    }

    /** The commands that would be run to take it, where nothing stands in the way. */
    public List<Step> planToAssign(VirtualAddress address) {
        List<Step> steps = new ArrayList<>();
        steps.add(platform.show(address));
        platform.probe(address).ifPresent(steps::add);
        steps.addAll(platform.add(address));
        steps.addAll(platform.announce(address));
        return List.copyOf(steps);
    }

    /** The commands that would be run to give it away. */
    public List<Step> planToUnassign(VirtualAddress address) {
        return List.of(platform.show(address), platform.remove(address));
    }

    public Held look(VirtualAddress address) throws InterruptedException {
        return platform.held(address, run(platform.show(address)));
    }

    /**
     * Takes the address, unless another host answers at it. One that is here already is told to the
     * neighbours again.
     */
    public Result assign(VirtualAddress address) throws InterruptedException {
        return switch (look(address)) {
            case Held.Here() -> announce(address, new Result.AlreadySo());
            case Held.NotHere() -> takeUnlessHeld(address);
            case Held.Asking() -> settle(address);
            case Held.InConflict() -> conflict(address);
            case Held.Unknown(String why) -> new Result.Failed(why);
        };
    }

    private Result takeUnlessHeld(VirtualAddress address) throws InterruptedException {
        Optional<Step> probe = platform.probe(address);
        Probed probed =
                probe.isPresent() ? platform.probed(address, run(probe.get())) : new Probed.Free();
        return switch (probed) {
            case Probed.Free() -> take(address);
            case Probed.Elsewhere(Optional<String> who) -> new Result.HeldElsewhere(who);
            case Probed.Unknown(String why) -> new Result.Failed(why);
        };
    }

    private Result take(VirtualAddress address) throws InterruptedException {
        for (Step step : platform.add(address)) {
            Optional<String> trouble = trouble(step, run(step));
            if (trouble.isPresent()) {
                return new Result.Failed(trouble.get());
            }
        }
        return settle(address);
    }

    /** Waits until the system has asked for another holder, where it does so by itself. */
    private Result settle(VirtualAddress address) throws InterruptedException {
        long due = System.nanoTime() + LONGEST_ASKING.toNanos();
        Held held = look(address);
        while (held instanceof Held.Asking && System.nanoTime() < due) {
            Thread.sleep(BETWEEN_LOOKS);
            held = look(address);
        }
        return switch (held) {
            case Held.Here() -> announce(address, new Result.Done());
            case Held.InConflict() -> conflict(address);
            case Held.NotHere() ->
                    new Result.Failed(
                            "%s is gone again from %s".formatted(address.ip(), address.device()));
            case Held.Asking() ->
                    new Result.Failed(
                            "%s is not in use on %s yet; is the interface up?"
                                    .formatted(address.ip(), address.device()));
            case Held.Unknown(String why) -> new Result.Failed(why);
        };
    }

    /** An address that is of no use here is not left lying about. */
    private Result conflict(VirtualAddress address) throws InterruptedException {
        Step remove = platform.remove(address);
        return trouble(remove, run(remove))
                .<Result>map(Result.Failed::new)
                .orElseGet(() -> new Result.HeldElsewhere(Optional.empty()));
    }

    private Result announce(VirtualAddress address, Result result) throws InterruptedException {
        for (Step step : platform.announce(address)) {
            Optional<String> trouble = trouble(step, run(step));
            if (trouble.isPresent()) {
                return new Result.Failed(
                        "%s is here, but the neighbours were not told: %s"
                                .formatted(address.ip(), trouble.get()));
            }
        }
        return result;
    }

    /** Gives the address away. */
    public Result unassign(VirtualAddress address) throws InterruptedException {
        return switch (look(address)) {
            case Held.NotHere() -> new Result.AlreadySo();
            case Held.Unknown(String why) -> new Result.Failed(why);
            case Held.Here _, Held.Asking _, Held.InConflict _ -> {
                Step remove = platform.remove(address);
                yield trouble(remove, run(remove))
                        .<Result>map(Result.Failed::new)
                        .orElseGet(Result.Done::new);
            }
        };
    }

    private RunResult run(Step step) throws InterruptedException {
        return runner.run(Program.of(step.command().toArray(String[]::new)), LONGEST);
    }

    private static Optional<String> trouble(Step step, RunResult result) {
        return switch (result) {
            case RunResult.Exited(int status, var _, var _) when status == 0 -> Optional.empty();
            case RunResult.Exited(int status, String output, String errors) ->
                    Optional.of(
                            "%s ended with status %d: %s"
                                    .formatted(step.line(), status, (errors + output).strip()));
            case RunResult.TimedOut _ -> Optional.of(step.line() + " did not end in time");
            case RunResult.NotStarted(String why) -> Optional.of(why);
        };
    }
}
