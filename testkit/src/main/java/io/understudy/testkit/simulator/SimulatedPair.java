package io.understudy.testkit.simulator;

import io.understudy.core.model.ClusterState;
import io.understudy.core.model.NodeId;
import io.understudy.core.model.Pair;
import io.understudy.core.model.Version;
import io.understudy.core.model.Versioned;
import io.understudy.core.pair.Ask;
import io.understudy.core.pair.Ask.Proposal;
import io.understudy.core.pair.Ask.Reply;
import io.understudy.core.pair.Half;
import io.understudy.core.port.Register.CasResult;
import io.understudy.core.port.Register.ReadResult;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Two files, one on each node, and messages between them. What a file has survives its node; who
 * was met does not. An answer that comes after its asker has given up is heard all the same, but
 * not one to a daemon that runs no more.
 */
final class SimulatedPair implements SimulatedRegister {
    private final World world;
    private final Pair pair;
    private final long deadline;
    private final Map<NodeId, Half> halves = new HashMap<>();
    private final Map<NodeId, List<Versioned>> history = new HashMap<>();

    SimulatedPair(World world, Pair pair, Deadlines deadlines) {
        this.world = world;
        this.pair = pair;
        this.deadline = deadlines.register().toNanos();
        for (NodeId node : List.of(pair.first(), pair.second())) {
            halves.put(node, starting(node, Optional.empty()));
            history.put(node, new ArrayList<>());
        }
    }

    @Override
    public Optional<Versioned> value() {
        return halves.values().stream()
                .flatMap(half -> half.value().stream())
                .max(Comparator.comparing(Versioned::version));
    }

    /** There is no leader here: instead, nothing comes through. */
    @Override
    public void elects(long nanos) {
        world.network().cut(pair.first(), pair.second());
        world.network().cut(pair.second(), pair.first());
        world.events().in(nanos, world.network()::heal);
    }

    @Override
    public void restoreOld() {
        for (Map.Entry<NodeId, List<Versioned>> file : history.entrySet()) {
            List<Versioned> had = file.getValue();
            if (!had.isEmpty()) {
                int kept = 1 + world.weather().pick(had.size());
                had.subList(kept, had.size()).clear();
                NodeId node = file.getKey();
                halves.put(node, starting(node, Optional.of(had.getLast())));
                world.transcript().note(node, "an old register is restored: %", had.getLast());
            }
        }
    }

    @Override
    public void started(NodeId node) {
        halves.put(node, starting(node, half(node).value()));
    }

    private Half starting(NodeId node, Optional<Versioned> kept) {
        boolean met = world.slip() == Slip.STARTS_AS_IF_MET && kept.isPresent();
        return new Half(node, world.slip().at(node, pair), kept, met);
    }

    @Override
    public void read(NodeId reader, Consumer<ReadResult> answer) {
        Once<ReadResult> once = new Once<>(answer);
        ask(reader, half(reader).hello(), _ -> once.accept(found(reader)));
        world.events().in(deadline / 2, () -> once.accept(found(reader)));
    }

    private ReadResult found(NodeId reader) {
        Half half = half(reader);
        return half.value()
                .<ReadResult>map(ReadResult.Found::new)
                .orElseGet(() ->
                        half.met()
                                ? new ReadResult.Absent()
                                : new ReadResult.Unknown("the other node does not answer"));
    }

    @Override
    public void compareAndSet(
            NodeId writer, Version expected, ClusterState next, Consumer<CasResult> answer) {
        Once<CasResult> once = new Once<>(answer);
        world.events().in(disk(), () -> propose(writer, new Proposal(expected, next), once));
        world.events().in(deadline, () -> once.accept(new CasResult.Unknown("no answer in time")));
    }

    private void propose(NodeId writer, Proposal proposal, Once<CasResult> once) {
        if (!world.node(writer).running()) {
            return;
        }
        switch (half(writer).propose(proposal.expected(), proposal.next())) {
            case Half.Course.Conflict() -> once.accept(new CasResult.Conflict());
            case Half.Course.Meet(Ask hello) ->
                    ask(writer, hello, _ -> propose(writer, proposal, once));
            case Half.Course.Together(Ask together) ->
                    ask(writer, together, reply -> once.accept(result(proposal, reply)));
            case Half.Course.Alone(Half written, Ask tell) -> {
                Version version = written.version();
                keep(writer, written, writer);
                // What the other brings and this node did not know of came about without it.
                Runnable result =
                        () ->
                                once.accept(
                                        half(writer).version().equals(version)
                                                ? new CasResult.Written(version)
                                                : new CasResult.Unknown("there is a newer value"));
                ask(writer, tell, _ -> result.run());
                world.events().in(deadline / 2, result);
            }
        }
    }

    private static CasResult result(Proposal proposal, Reply reply) {
        if (reply.accepted()) {
            return new CasResult.Written(reply.known().orElseThrow().version());
        }
        return proposal.mayBeWhatIsThere(reply)
                ? new CasResult.Unknown("it may have been written before")
                : new CasResult.Conflict();
    }

    private void ask(NodeId from, Ask ask, Consumer<Reply> answer) {
        NodeId to = pair.otherThan(from);
        Optional<SimulatedDaemon> asker = world.node(from).daemon();
        world.carry(
                from,
                to,
                () -> {
                    if (!world.node(to).running()) {
                        return;
                    }
                    Half.Answered answered = half(to).answer(ask);
                    keep(to, answered.next(), from);
                    world.carry(
                            to,
                            from,
                            () -> {
                                if (world.node(from).daemon().equals(asker)) {
                                    keep(from, half(from).heard(answered.reply().known()), from);
                                    answer.accept(answered.reply());
                                }
                            });
                });
    }

    private void keep(NodeId node, Half next, NodeId writer) {
        Half before = half(node);
        if (!next.version().equals(before.version())) {
            Versioned value = next.value().orElseThrow();
            boolean newest =
                    value().filter(known -> known.version().compareTo(value.version()) >= 0)
                            .isEmpty();
            if (newest) {
                world.transcript().note("reg", "% writes %", writer, value);
                world.invariants()
                        .registerChanges(writer, value().map(Versioned::state), value.state());
            }
            Objects.requireNonNull(history.get(node)).add(value);
        }
        halves.put(node, next);
    }

    private Half half(NodeId node) {
        return Objects.requireNonNull(halves.get(node));
    }

    private long disk() {
        return world.weather().delay(300_000, 4_000_000, 150_000_000);
    }
}
