package io.understudy.testkit.simulator;

import io.understudy.core.model.ClusterState;
import io.understudy.core.model.NodeId;
import io.understudy.core.model.Version;
import io.understudy.core.model.Versioned;
import io.understudy.core.port.Register.CasResult;
import io.understudy.core.port.Register.ReadResult;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * One linearizable value behind a majority of the nodes. A caller that is cut off gets no writes
 * through and may read an old value; an answer may be lost; a write may come late.
 */
final class SimulatedMajority implements SimulatedRegister {
    private final World world;
    private final long deadline;
    private final List<Versioned> history = new ArrayList<>();
    private final Map<NodeId, Integer> replicas = new HashMap<>();
    private final Set<NodeId> stopped = new HashSet<>();
    private long electing;

    SimulatedMajority(World world, Deadlines deadlines) {
        this.world = world;
        this.deadline = deadlines.register().toNanos();
    }

    @Override
    public Optional<Versioned> value() {
        return history.isEmpty() ? Optional.empty() : Optional.of(history.getLast());
    }

    /** It answers nobody until its leader is chosen. */
    @Override
    public void elects(long nanos) {
        world.transcript().note("reg", "chooses a leader for % ms", nanos / 1_000_000);
        electing = Math.max(electing, world.events().now() + nanos);
    }

    @Override
    public void stops(NodeId node) {
        world.transcript().note(node, "its voter stops");
        stopped.add(node);
    }

    @Override
    public void goesOn(NodeId node) {
        if (stopped.remove(node)) {
            world.transcript().note(node, "its voter goes on");
        }
    }

    /** An operator puts an old copy back. */
    @Override
    public void restoreOld() {
        int kept = 1 + world.weather().pick(history.size());
        while (history.size() > kept) {
            history.removeLast();
        }
        replicas.clear();
        world.transcript().note("reg", "an old copy is restored: %", history.getLast());
    }

    private boolean serves(NodeId node) {
        return world.events().now() >= electing
                && world.network().inMajority(node)
                && !stopped.contains(node);
    }

    private long way() {
        return world.weather().delay(300_000, 4_000_000, 150_000_000);
    }

    @Override
    public void read(NodeId reader, Consumer<ReadResult> answer) {
        Once<ReadResult> once = new Once<>(answer);
        world.events()
                .in(
                        way(),
                        () -> {
                            if (!world.weather().happens(0.01)) {
                                lookedUp(reader)
                                        .ifPresent(found ->
                                                world.events().in(way(), () -> once.accept(found)));
                            }
                        });
        world.events().in(deadline, () -> once.accept(new ReadResult.Unknown("no answer in time")));
    }

    private Optional<ReadResult> lookedUp(NodeId reader) {
        if (!world.node(reader).running() || stopped.contains(reader)) {
            return Optional.empty();
        }
        boolean current = serves(reader) && !world.weather().happens(0.05);
        if (current) {
            replicas.put(reader, history.size());
        } else if (!world.weather().happens(0.5)) {
            return Optional.empty();
        }
        int upTo = replicas.getOrDefault(reader, 0);
        int index = current ? upTo : Math.max(0, upTo - world.weather().pick(3));
        if (index == 0) {
            // A replica that never heard of the value does not claim that there is none.
            return history.isEmpty() && current
                    ? Optional.of(new ReadResult.Absent())
                    : Optional.empty();
        }
        return Optional.of(new ReadResult.Found(history.get(index - 1)));
    }

    @Override
    public void compareAndSet(
            NodeId writer, Version expected, ClusterState next, Consumer<CasResult> answer) {
        Once<CasResult> once = new Once<>(answer);
        // A write that was sent may arrive long after its sender has given up.
        long arrives =
                world.weather().happens(0.03) ? world.weather().between(0, 3 * deadline) : way();
        world.events()
                .in(
                        arrives,
                        () -> {
                            if (!world.weather().happens(0.01) && serves(writer)) {
                                CasResult result = apply(writer, expected, next);
                                if (!world.weather().happens(0.02)) {
                                    reply(writer, once, result);
                                }
                            }
                        });
        world.events().in(deadline, () -> once.accept(new CasResult.Unknown("no answer in time")));
    }

    private CasResult apply(NodeId writer, Version expected, ClusterState next) {
        Version found = value().map(Versioned::version).orElse(Version.ABSENT);
        if (!found.equals(expected)) {
            return new CasResult.Conflict();
        }
        Versioned written = new Versioned(new Version(found.number() + 1), next);
        world.transcript().note("reg", "% writes %", writer, written);
        world.invariants().registerChanges(writer, value().map(Versioned::state), next);
        history.add(written);
        world.nodes().values().forEach(this::hints);
        return new CasResult.Written(written.version());
    }

    /** A watch says that something has changed; now and then it does not. */
    private void hints(SimulatedNode node) {
        if (!world.weather().happens(0.1)) {
            world.events()
                    .in(
                            way(),
                            () -> {
                                if (serves(node.id())) {
                                    node.daemon().ifPresent(SimulatedDaemon::hint);
                                }
                            });
        }
    }

    private void reply(NodeId writer, Once<CasResult> once, CasResult result) {
        world.events()
                .in(
                        way(),
                        () -> {
                            if (serves(writer)) {
                                once.accept(result);
                            }
                        });
    }
}
