package io.understudy.node.journal;

import io.understudy.core.decision.NodeState;
import io.understudy.core.decision.Policies;
import io.understudy.core.observation.Observation;
import io.understudy.testkit.simulator.Rules;
import io.understudy.testkit.simulator.Simulation;
import java.util.function.BiConsumer;

/** What nodes were and saw in simulated clusters, with all the faults that the simulator knows. */
public final class Simulated {

    private Simulated() {}

    /** Hands in each state and what was seen in it, of all nodes, as they decide on it. */
    public static void run(long seed, BiConsumer<NodeState, Observation> reader) {
        Rules rules = Rules.standard();
        Policies standard = rules.policies();
        Policies watched =
                standard.withLease((before, seen) -> {
                    reader.accept(before, seen);
                    return standard.lease().after(before, seen);
                });
        new Simulation(new Rules(watched, rules.slip())).run(seed);
    }
}
