package io.understudy.testkit.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import io.understudy.core.decision.Decider;
import io.understudy.core.decision.NodeState;
import io.understudy.core.explain.Reason;
import io.understudy.core.foresight.Foresight;
import io.understudy.core.foresight.Prospect;
import io.understudy.core.model.ClusterState;
import io.understudy.core.model.NodeId;
import io.understudy.core.model.Phase;
import io.understudy.core.model.Versioned;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/**
 * What a node says that it would do is held against what it then does: chaos first, then calm for a
 * random while, so that the cluster is found in any state; then a node loses its power for good.
 */
class ForesightTest {

    private static final long SECOND = 1_000_000_000L;
    private static final int SEEDS = 800;
    private static final Duration BOUND = Duration.ofSeconds(40);

    /** What is under way in the network, and in a node's own doings, when it happens. */
    private static final long AFTERWARDS = 3 * SECOND;

    private enum Case {
        /** It was said, and is so. */
        SERVED,
        /** It was said that nobody would serve, and nobody does. */
        UNSERVED,
        /** What was still on its way made it better than was said. */
        BETTER,
        /** Nothing was said, or something else was going on. */
        NOT_COMPARED
    }

    private final List<String> wrong = new ArrayList<>();

    @Test
    void whoIsSaidToTakeOverDoesAndElseNobody() {
        Map<Case, Integer> count = play(ForesightTest::losePrimary);

        assertThat(wrong).isEmpty();
        int seeds = count.values().stream().mapToInt(Integer::intValue).sum();
        assertThat(seeds).isGreaterThan(50);
        assertThat(count.get(Case.SERVED)).isGreaterThan(seeds / 3);
        assertThat(count.get(Case.UNSERVED)).isGreaterThan(seeds / 10);
        assertThat(count.getOrDefault(Case.BETTER, 0)).isLessThan(seeds / 100);
    }

    @Test
    void commitsGoOnOrWaitAsThePrimarySays() {
        Map<Case, Integer> count = play(ForesightTest::loseStandby);

        assertThat(wrong).isEmpty();
        int seeds = count.values().stream().mapToInt(Integer::intValue).sum();
        assertThat(seeds).isGreaterThan(50);
        assertThat(count.get(Case.SERVED)).isGreaterThan(seeds / 3);
        assertThat(count.get(Case.UNSERVED)).isGreaterThan(seeds / 100);
    }

    /** One loss in one world. */
    @FunctionalInterface
    private interface Loss {
        Case in(World world, ClusterState cluster) throws Mismatch;
    }

    private static final class Mismatch extends Exception {
        private static final long serialVersionUID = 1L;

        Mismatch(String what) {
            super(what);
        }
    }

    private Map<Case, Integer> play(Loss loss) {
        Map<Case, Integer> count = new EnumMap<>(Case.class);
        long end = System.nanoTime() + BOUND.toNanos();
        for (long seed = 1; seed <= SEEDS && System.nanoTime() < end; seed++) {
            try {
                count.merge(play(seed, loss), 1, Integer::sum);
            } catch (Mismatch e) {
                wrong.add("seed %d: %s".formatted(seed, e.getMessage()));
            }
        }
        return count;
    }

    private static Case play(long seed, Loss loss) throws Mismatch {
        SplittableRandom random = new SplittableRandom(seed);
        World world = new World(Setup.drawn(random).fencedAs(seed), Rules.standard(), random);
        long chaos = SECOND + world.weather().between(0, 6 * SECOND);
        world.begin();
        new Faults(world).begin(chaos);
        world.runUntil(chaos + world.weather().between(0, 12 * SECOND));
        Optional<ClusterState> cluster =
                world.register()
                        .value()
                        .map(Versioned::state)
                        .filter(state -> state.phase() instanceof Phase.Active);
        // Where an operator has put an old register back, nobody keeps account of commits.
        return cluster.isEmpty() || world.invariants().registerWentBack()
                ? Case.NOT_COMPARED
                : loss.in(world, cluster.get());
    }

    private static Case losePrimary(World world, ClusterState cluster) throws Mismatch {
        NodeId lost = cluster.holder();
        Map<NodeId, Prospect> promised = new LinkedHashMap<>();
        Duration horizon = Duration.ofMinutes(1);
        for (NodeId id : world.setup().carriers()) {
            SimulatedNode node = world.node(id);
            if (id.equals(lost) || !node.running()) {
                continue;
            }
            NodeState state = node.state().orElseThrow();
            if (!knows(state, cluster)) {
                return Case.NOT_COMPARED;
            }
            promised.put(id, foreseen(node, lost));
            Duration seen = Foresight.horizon(state);
            horizon = seen.compareTo(horizon) < 0 ? seen : horizon;
        }
        world.node(lost).keepOff();
        if (!votes(world)) {
            return Case.NOT_COMPARED;
        }
        Optional<Duration> first =
                promised.values().stream()
                        .filter(Prospect.TakesOver.class::isInstance)
                        .map(one -> ((Prospect.TakesOver) one).after())
                        .min(Duration::compareTo);
        // A hold that ends just after what was looked at is no lie.
        long bound =
                world.events().now()
                        + first.map(after -> after.toNanos() * 3 / 2 + AFTERWARDS)
                                .orElse(horizon.toNanos() * 9 / 10);
        boolean won = world.runUntil(w -> activeWithout(w, lost), bound);
        if (won && first.isPresent() && hasAll(promised, holder(world))) {
            world.invariants().allThere(holder(world));
        }
        if (won == first.isPresent()) {
            return won ? Case.SERVED : Case.UNSERVED;
        }
        if (won && promised.values().stream().anyMatch(ForesightTest::lacksLog)) {
            return Case.BETTER;
        }
        throw new Mismatch(told(world, lost, promised));
    }

    private static Case loseStandby(World world, ClusterState cluster) throws Mismatch {
        SimulatedNode primary = world.node(cluster.holder());
        Optional<NodeId> lost =
                world.setup().carriers().stream()
                        .filter(id -> !id.equals(cluster.holder()) && world.node(id).running())
                        .findFirst();
        boolean serves = Recovery.serving(world).filter(primary.id()::equals).isPresent();
        if (lost.isEmpty()
                || !serves
                || !knows(primary.state().orElseThrow(), cluster)
                || !hasSeenItsDatabase(primary)) {
            return Case.NOT_COMPARED;
        }
        Prospect promised = foreseen(primary, lost.get());
        Duration horizon = Foresight.horizon(primary.state().orElseThrow());
        world.node(lost.get()).keepOff();
        if (!votes(world)) {
            return Case.NOT_COMPARED;
        }
        return switch (promised) {
            case Prospect.GoesOn(Duration after) -> {
                world.runUntil(world.events().now() + after.toNanos() + SECOND / 2);
                if (!acknowledges(world, primary, AFTERWARDS)) {
                    throw new Mismatch(told(world, lost.get(), Map.of(primary.id(), promised)));
                }
                yield Case.SERVED;
            }
            case Prospect.CommitsWait _ -> {
                world.runUntil(world.events().now() + SECOND / 2);
                boolean more = acknowledges(world, primary, horizon.toNanos() / 2);
                if (more && another(world, cluster, lost.get())) {
                    yield Case.BETTER;
                }
                if (more) {
                    throw new Mismatch(told(world, lost.get(), Map.of(primary.id(), promised)));
                }
                yield Case.UNSERVED;
            }
            case Prospect.Stays _, Prospect.TakesOver _ -> Case.NOT_COMPARED;
        };
    }

    /** Whether a commit that is made now is acknowledged within that time. */
    private static boolean acknowledges(World world, SimulatedNode primary, long within) {
        int before = world.invariants().data().owed();
        if (primary.database().takesWrites()) {
            Clients.write(world, primary);
        }
        return world.runUntil(
                w -> w.invariants().data().owed() > before, world.events().now() + within);
    }

    /** A third one that joins meanwhile. */
    private static boolean another(World world, ClusterState cluster, NodeId lost) {
        return world.setup().carriers().stream()
                .anyMatch(id ->
                        !id.equals(lost)
                                && !id.equals(cluster.holder())
                                && world.node(id).running());
    }

    private static Prospect foreseen(SimulatedNode node, NodeId lost) {
        return new Foresight(Decider.standard())
                .ifLost(node.state().orElseThrow(), lost, node.now())
                .orElseThrow();
    }

    /** A change that has not come to it yet may turn it. */
    private static boolean knows(NodeState state, ClusterState cluster) {
        return state.register()
                .state()
                .filter(known -> known.epoch().equals(cluster.epoch()))
                .filter(known -> known.phase().equals(cluster.phase()))
                .filter(known -> known.synchrony().equals(cluster.synchrony()))
                .filter(known -> known.request().equals(cluster.request()))
                .filter(known -> known.mode().equals(cluster.mode()))
                .isPresent();
    }

    /** A standby that has just begun to stream may still be declared in sync after its loss. */
    private static boolean hasSeenItsDatabase(SimulatedNode node) {
        return node.state()
                .orElseThrow()
                .database()
                .state()
                .apartFromPositions()
                .equals(node.database().look().apartFromPositions());
    }

    private static boolean votes(World world) {
        long running =
                world.setup().nodes().stream()
                        .map(world::node)
                        .filter(SimulatedNode::running)
                        .count();
        return world.network().whole()
                && (world.setup().alone().isPresent()
                        || running * 2 > world.setup().nodes().size());
    }

    private static boolean activeWithout(World world, NodeId lost) {
        return world.register()
                .value()
                .map(Versioned::state)
                .filter(state -> state.phase() instanceof Phase.Active)
                .filter(state -> !state.holder().equals(lost))
                .isPresent();
    }

    private static NodeId holder(World world) {
        return world.register().value().orElseThrow().state().holder();
    }

    private static boolean hasAll(Map<NodeId, Prospect> promised, NodeId winner) {
        return promised.get(winner) instanceof Prospect.TakesOver(var _, long lacking)
                && lacking == 0;
    }

    /** Log that had left the primary, and was not there yet. */
    private static boolean lacksLog(Prospect prospect) {
        return prospect instanceof Prospect.Stays(Reason.TooFarBehind _);
    }

    private static String told(World world, NodeId lost, Map<NodeId, Prospect> promised) {
        StringBuilder text =
                new StringBuilder("%s was lost; promised %s;".formatted(lost, promised));
        world.nodes()
                .forEach((id, node) ->
                        text.append(
                                " %s: %s;"
                                        .formatted(
                                                id,
                                                node.state()
                                                        .map(s -> s.role() + ", " + s.reason())
                                                        .orElse("down"))));
        return text.toString();
    }
}
