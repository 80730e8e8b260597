package io.understudy.node.address;

import io.understudy.core.action.Outcome;
import io.understudy.core.model.Epoch;
import io.understudy.core.observation.AddressState;
import io.understudy.core.port.Address;
import io.understudy.node.process.Program;
import io.understudy.node.process.ProgramRunner;
import io.understudy.node.process.RunResult;
import java.net.InetAddress;
import java.net.SocketException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Virtual addresses on interfaces of this host, by a small program: it asks the network for another
 * holder, adds, tells the neighbours, and removes. As long as they are here, a {@link Herald} goes
 * on telling.
 */
public final class VirtualIp implements Address, AutoCloseable {

    private static final int HELD_ELSEWHERE = 3;

    private final Settings settings;
    private final ProgramRunner runner = new ProgramRunner();
    private final Herald herald;
    private final ReentrantLock taking = new ReentrantLock();
    private final AtomicLong releases = new AtomicLong();
    private final AtomicReference<Optional<Thread>> taker = new AtomicReference<>(Optional.empty());
    private volatile Optional<String> elsewhere = Optional.empty();
    private volatile OptionalLong freeSince = OptionalLong.empty();

    public VirtualIp(Settings settings) {
        this.settings = settings;
        this.herald = new Herald(settings.command("keep"));
    }

    /**
     * Which addresses, and by what.
     *
     * @param program the command of the guard's program, and whatever it is to be run by
     * @param addresses which move together
     */
    public record Settings(
            List<String> program, List<VirtualAddress> addresses, Interfaces interfaces) {

        public Settings {
            program = List.copyOf(program);
            addresses = List.copyOf(addresses);
        }

        List<String> command(String deed) {
            List<String> words = new ArrayList<>(program);
            words.add("--address");
            words.add(deed);
            for (VirtualAddress address : addresses) {
                words.add(address.device());
                words.add(address.withPrefix());
            }
            return words;
        }
    }

    @Override
    public AddressState look(Duration deadline) {
        List<String> missing = new ArrayList<>();
        List<String> away = new ArrayList<>();
        for (VirtualAddress address : settings.addresses()) {
            try {
                Optional<Set<InetAddress>> here = settings.interfaces().of(address.device());
                if (here.isEmpty()) {
                    missing.add(address.device());
                } else if (!here.get().contains(address.address())) {
                    away.add(address.ip());
                }
            } catch (SocketException e) {
                return new AddressState.Unknown(
                        "needed the addresses of %s, found: %s"
                                .formatted(address.device(), e.getMessage()));
            }
        }
        return state(missing, away);
    }

    private AddressState state(List<String> missing, List<String> away) {
        int lacking = missing.size() + away.size();
        if (lacking == 0) {
            elsewhere = Optional.empty();
            herald.tell();
            return new AddressState.Held();
        }
        if (lacking < settings.addresses().size()) {
            List<String> all = new ArrayList<>(away);
            all.addAll(missing);
            return new AddressState.Partly("not here: " + String.join(", ", all));
        }
        herald.hush();
        if (!missing.isEmpty()) {
            return new AddressState.Unusable(
                    "needed the interface %s, found none; correct address.interface, or the node's own"
                            .formatted(String.join(" and ", missing)));
        }
        return elsewhere
                .<AddressState>map(AddressState.HeldElsewhere::new)
                .orElseGet(AddressState.NotHeld::new);
    }

    @Override
    public Outcome ask(Duration deadline) {
        long began = System.nanoTime();
        freeSince = OptionalLong.empty();
        return unlessReleased(
                "ask",
                deadline,
                result -> {
                    Outcome answer = answer(result);
                    if (answer instanceof Outcome.Done) {
                        freeSince = OptionalLong.of(began);
                    }
                    return answer;
                });
    }

    /** One that nobody had a moment ago is added without asking again. */
    @Override
    public Outcome take(Epoch epoch, Duration deadline) {
        OptionalLong asked = freeSince;
        freeSince = OptionalLong.empty();
        boolean free =
                asked.isPresent() && System.nanoTime() - asked.getAsLong() < ANSWER_LASTS.toNanos();
        return unlessReleased(
                free ? "add" : "take",
                deadline,
                result -> {
                    Outcome answer = answer(result);
                    if (answer instanceof Outcome.Done) {
                        herald.tell();
                    }
                    return answer;
                });
    }

    private Outcome unlessReleased(
            String deed, Duration deadline, Function<RunResult, Outcome> ended) {
        long before = releases.get();
        taking.lock();
        try {
            taker.set(Optional.of(Thread.currentThread()));
            RunResult result = run(deed, deadline);
            taker.set(Optional.empty());
            return releases.get() == before ? ended.apply(result) : overtaken();
        } catch (InterruptedException e) {
            return overtaken();
        } finally {
            taker.set(Optional.empty());
            taking.unlock();
        }
    }

    private static Outcome overtaken() {
        return new Outcome.Failed("it was to be given away meanwhile");
    }

    private Outcome answer(RunResult result) {
        return switch (result) {
            case RunResult.Exited(int status, var _, var _) when status == 0 -> {
                elsewhere = Optional.empty();
                yield new Outcome.Done();
            }
            case RunResult.Exited(int status, String output, var _)
                    when status == HELD_ELSEWHERE -> {
                String who = holder(output.strip());
                elsewhere = Optional.of(who);
                yield new Outcome.Refused(
                        who
                                + "; take it off there, and this node takes it by itself, or"
                                + " correct address.virtual-ip");
            }
            case RunResult.Exited _, RunResult.TimedOut _, RunResult.NotStarted _ ->
                    trouble(result);
        };
    }

    /** Of {@code 192.0.2.50/24 02:00:00:00:00:01}. */
    private static String holder(String output) {
        int gap = output.indexOf(' ');
        return gap < 0
                ? "another host answers at it"
                : "the host with the hardware address %s answers at %s"
                        .formatted(output.substring(gap + 1), output.substring(0, gap));
    }

    private static Outcome trouble(RunResult result) {
        return switch (result) {
            case RunResult.Exited(int status, var _, String errors) ->
                    new Outcome.Failed(
                            errors.isBlank()
                                    ? "the address's program ended with status " + status
                                    : errors.strip());
            case RunResult.TimedOut _ ->
                    new Outcome.Unknown("the address's program did not end in time");
            case RunResult.NotStarted(String why) -> new Outcome.Failed(why);
        };
    }

    @Override
    public Outcome release(Duration deadline) {
        releases.incrementAndGet();
        herald.hush();
        Optional<Thread> under = taker.get();
        under.ifPresent(Thread::interrupt);
        Outcome outcome = released(deadline);
        if (under.isEmpty()) {
            return outcome;
        }
        // What was being taken may have come in between: it has ended once the lock is free.
        taking.lock();
        try {
            return released(deadline);
        } finally {
            taking.unlock();
        }
    }

    private Outcome released(Duration deadline) {
        elsewhere = Optional.empty();
        freeSince = OptionalLong.empty();
        try {
            RunResult result = run("release", deadline);
            return result instanceof RunResult.Exited(int status, var _, var _) && status == 0
                    ? new Outcome.Done()
                    : trouble(result);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Outcome.Unknown("interrupted");
        }
    }

    private RunResult run(String deed, Duration deadline) throws InterruptedException {
        return runner.run(Program.of(settings.command(deed).toArray(String[]::new)), deadline);
    }

    /** For people: {@code 192.0.2.50/24 on eth0}. */
    public String text() {
        return settings.addresses().stream()
                .map(address -> address.withPrefix() + " on " + address.device())
                .collect(Collectors.joining(", "));
    }

    /** Leaves the addresses where they are. */
    @Override
    public void close() {
        herald.hush();
    }
}
