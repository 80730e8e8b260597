package io.understudy.core.model;

import java.util.Collections;
import java.util.Set;
import java.util.TreeSet;

/**
 * What the configuration says, as far as decisions depend on it.
 *
 * @param self this node
 * @param carriers the nodes that carry the database and the server; a node that is not among them
 *     is a witness
 * @param founder whether this node may write the first state into a register that was never written
 * @param takeover when a standby may take over
 * @param synchronous what a commit waits for
 * @param timings the durations
 * @param voting whose agreement makes a write into the register count
 * @param limits how often it tries by itself
 * @param fence how a winner makes sure that the nodes before it have stopped
 */
public record Settings(
        NodeId self,
        Set<NodeId> carriers,
        boolean founder,
        TakeoverMode takeover,
        SynchronousMode synchronous,
        Timings timings,
        Voting voting,
        Limits limits,
        FencePlan fence) {

    public Settings {
        carriers = Collections.unmodifiableSet(new TreeSet<>(carriers));
    }

    /** The carriers but for this node. */
    public Set<NodeId> otherCarriers() {
        Set<NodeId> others = new TreeSet<>(carriers);
        others.remove(self);
        return Collections.unmodifiableSet(others);
    }

    public boolean witness() {
        return !carriers.contains(self);
    }

    public Settings with(TakeoverMode changed) {
        return new Settings(
                self, carriers, founder, changed, synchronous, timings, voting, limits, fence);
    }

    public Settings with(SynchronousMode changed) {
        return new Settings(
                self, carriers, founder, takeover, changed, timings, voting, limits, fence);
    }

    public Settings with(Timings changed) {
        return new Settings(
                self, carriers, founder, takeover, synchronous, changed, voting, limits, fence);
    }

    public Settings with(Voting changed) {
        return new Settings(
                self, carriers, founder, takeover, synchronous, timings, changed, limits, fence);
    }

    public Settings with(Limits changed) {
        return new Settings(
                self, carriers, founder, takeover, synchronous, timings, voting, changed, fence);
    }

    public Settings with(FencePlan changed) {
        return new Settings(
                self, carriers, founder, takeover, synchronous, timings, voting, limits, changed);
    }
}
