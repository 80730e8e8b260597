package io.understudy.node.arbiter;

import io.understudy.core.model.ClusterState;
import io.understudy.core.model.NodeId;
import io.understudy.core.model.Version;
import io.understudy.core.model.Versioned;
import io.understudy.core.port.Register;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionService;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;

/**
 * The register by this node's own member, and by another node's while its own has no majority.
 *
 * <p>A member of ZooKeeper's that looks for its leader joins only where a majority tells it of the
 * same one. One that hears a single member of three stays outside, although that one has a majority
 * with it, and a primary that is cut from the standby alone would have to stop.
 *
 * <p>Only a write that the other node's majority acknowledged is told as written. Any thread may
 * call.
 */
final class ForwardingRegister implements Register {

    private static final Duration LOOK = Duration.ofMillis(5);
    private static final String NOBODY =
            "needed a majority of the arbiter's members, found none: not by this node's own member,"
                    + " and not by that of a node that answers";

    private final Register own;
    private final BooleanSupplier majority;
    private final List<Way> ways;
    private final ForwardWire wire = new ForwardWire();
    private final AtomicReference<Optional<Way>> inUse = new AtomicReference<>(Optional.empty());
    private final AtomicReference<Version> newest = new AtomicReference<>(Version.ABSENT);

    /** Another node, and how it is asked. */
    record Way(NodeId node, OtherNode line) {}

    /**
     * Asks nobody yet.
     *
     * @param majority whether this node's own member has a majority with it, or is to be asked
     *     whatever it has; may be old by a silence
     */
    ForwardingRegister(Register own, BooleanSupplier majority, List<Way> ways) {
        this.own = own;
        this.majority = majority;
        this.ways = List.copyOf(ways);
    }

    /** Whose member made the last call; empty where it was this node's own. */
    Optional<NodeId> by() {
        return inUse.get().map(Way::node);
    }

    @Override
    public ReadResult read(Duration deadline) {
        long due = System.nanoTime() + deadline.toNanos();
        if (!isAlone()) {
            return inOrder(own.read(deadline));
        }
        return ask(deadline)
                .map(this::inOrder)
                .orElseGet(() ->
                        // It may have found a majority meanwhile.
                        own.read(left(due)) instanceof ReadResult.Found found
                                ? inOrder(found)
                                : new ReadResult.Unknown(NOBODY));
    }

    /**
     * Members are up to date to different degrees: what was read by one may be older than what
     * another one told before.
     */
    private ReadResult inOrder(ReadResult read) {
        return switch (read) {
            case ReadResult.Found(Versioned value) ->
                    value.version().compareTo(saw(value.version())) < 0
                            ? new ReadResult.Unknown(
                                    "needed the register as new as this node has seen it, found an"
                                            + " older one: the member that was asked lags behind")
                            : read;
            case ReadResult.Absent() ->
                    newest.get().equals(Version.ABSENT)
                            ? read
                            : new ReadResult.Unknown(
                                    "needed the register that this node has seen, found none: the"
                                            + " member that was asked lags behind");
            case ReadResult.Unknown _ -> read;
        };
    }

    private Version saw(Version version) {
        return newest.accumulateAndGet(
                version, (old, fresh) -> old.compareTo(fresh) < 0 ? fresh : old);
    }

    @Override
    public CasResult compareAndSet(Version expected, ClusterState next, Duration deadline) {
        long due = System.nanoTime() + deadline.toNanos();
        if (!isAlone()) {
            return noted(own.compareAndSet(expected, next, deadline));
        }
        if (inUse.get().isEmpty()) {
            ask(deadline.dividedBy(2));
        }
        return inUse.get()
                .map(way -> write(way, new Versioned(expected, next), left(due)))
                .orElseGet(() ->
                        own.compareAndSet(expected, next, left(due))
                                        instanceof CasResult.Written written
                                ? noted(written)
                                : new CasResult.Unknown(NOBODY));
    }

    private CasResult noted(CasResult result) {
        if (result instanceof CasResult.Written(Version version)) {
            saw(version);
        }
        return result;
    }

    private boolean isAlone() {
        if (majority.getAsBoolean()) {
            inUse.set(Optional.empty());
            return false;
        }
        return true;
    }

    private static Duration left(long due) {
        return Duration.ofNanos(Math.max(0, due - System.nanoTime()));
    }

    /**
     * A connection that broke has the call made once more (see {@link OtherNode}), and then the
     * first was written and the second is told as a conflict. So a conflict is no proof that
     * nothing was written.
     */
    private CasResult write(Way way, Versioned write, Duration deadline) {
        return switch (answer(way, new ForwardWire.Asked(Optional.of(write)), deadline)) {
            case Said.Answered(ForwardWire.Answer.Write(CasResult.Written written)) ->
                    noted(written);
            case Said.Answered(ForwardWire.Answer.Write(CasResult.Unknown unknown)) -> unknown;
            case Said.Answered(ForwardWire.Answer.Write(CasResult.Conflict())) ->
                    new CasResult.Unknown(
                            "%s found the register at another version".formatted(way.node()));
            case Said.Answered(ForwardWire.Answer.Read _) ->
                    new CasResult.Unknown(
                            "%s answered a write as if it were a read".formatted(way.node()));
            case Said.Answered(ForwardWire.Answer.NoMajority()) -> {
                leave(way);
                yield new CasResult.Unknown(NOBODY);
            }
            case Said.Nothing(String why) -> {
                leave(way);
                yield new CasResult.Unknown(why);
            }
        };
    }

    private void leave(Way way) {
        inUse.updateAndGet(now -> now.filter(used -> !used.equals(way)));
    }

    /** Asks all at once, and goes on with the first whose member has a majority. */
    private Optional<ReadResult> ask(Duration deadline) {
        long due = System.nanoTime() + deadline.toNanos();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            CompletionService<Heard> asked = new ExecutorCompletionService<>(threads);
            List<Future<Heard>> all = new ArrayList<>();
            for (Way way : ways) {
                all.add(asked.submit(() -> heard(way, deadline)));
            }
            try {
                return first(asked, due);
            } finally {
                all.forEach(question -> question.cancel(true));
            }
        }
    }

    private record Heard(Way way, Optional<ReadResult> read) {}

    private Heard heard(Way way, Duration deadline) {
        Said said = answer(way, new ForwardWire.Asked(Optional.empty()), deadline);
        return said instanceof Said.Answered(ForwardWire.Answer.Read(ReadResult read))
                        && !(read instanceof ReadResult.Unknown)
                ? new Heard(way, Optional.of(read))
                : new Heard(way, Optional.empty());
    }

    /** Waits for no silent node once the own member has a majority: an election is short. */
    private Optional<ReadResult> first(CompletionService<Heard> asked, long due) {
        try {
            int silent = ways.size();
            while (silent > 0 && !majority.getAsBoolean() && left(due).isPositive()) {
                Future<Heard> next = asked.poll(LOOK.toNanos(), TimeUnit.NANOSECONDS);
                if (next == null) {
                    continue;
                }
                silent--;
                Heard heard = next.get();
                if (heard.read().isPresent()) {
                    inUse.set(Optional.of(heard.way()));
                    return heard.read();
                }
            }
            return Optional.empty();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        } catch (ExecutionException e) {
            throw new IllegalStateException("an answer that does not come is a value", e);
        }
    }

    private sealed interface Said {
        record Answered(ForwardWire.Answer answer) implements Said {}

        record Nothing(String why) implements Said {}
    }

    private Said answer(Way way, ForwardWire.Asked asked, Duration deadline) {
        return switch (way.line().ask(wire.encode(asked), deadline)) {
            case OtherNode.Said.Answered(String json) -> understood(way, json);
            case OtherNode.Said.Declined(String why) -> new Said.Nothing(why);
            case OtherNode.Said.Silent(String why) -> new Said.Nothing(why);
        };
    }

    private Said understood(Way way, String json) {
        try {
            return new Said.Answered(wire.answer(json));
        } catch (VersionedJson.MalformedException e) {
            return new Said.Nothing(
                    "%s's answer can't be understood: %s".formatted(way.node(), e.getMessage()));
        }
    }
}
