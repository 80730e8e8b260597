package io.understudy.core.decision;

import io.understudy.core.explain.Reason;
import io.understudy.core.model.ClusterState;
import io.understudy.core.model.Moment;
import io.understudy.core.model.NodeId;
import io.understudy.core.model.Pair;
import io.understudy.core.model.Phase;
import io.understudy.core.model.Request;
import io.understudy.core.model.SynchronousMode;
import io.understudy.core.model.Voting;
import java.time.Duration;
import java.util.Optional;

/**
 * What one of two nodes without a third vote can know by itself, and when it needs a person. By the
 * rules of a majority it needs none.
 */
final class PersonsVote {

    private PersonsVote() {}

    /**
     * Whether this node is known to hold every acknowledged commit. What the register says of that
     * may be old where the other node may write it alone: it may have called this one out of sync.
     */
    static boolean hasEverything(NodeState state, ClusterState cluster) {
        return cluster.lastActive().equals(state.self())
                || (cluster.synchrony().includes(state.self()) && !isLossUnknown(state, cluster));
    }

    /** Whether nobody here can tell what the other node has committed since. */
    static boolean isLossUnknown(NodeState state, ClusterState cluster) {
        return state.settings().voting() instanceof Voting.Person(Pair pair)
                && !(cluster.phase() instanceof Phase.Ceded)
                && !pair.castingVote(cluster).equals(state.self())
                && !(state.settings().synchronous() instanceof SynchronousMode.Strict);
    }

    /**
     * Whether the primary can't renew without this node's file: it stops within a lease where this
     * daemon just ends, and goes on where the register calls this node out of sync before.
     */
    static boolean primaryNeeds(NodeState state) {
        return state.settings().voting() instanceof Voting.Person(Pair pair)
                && state.register()
                        .state()
                        .filter(ClusterState::serves)
                        .filter(cluster -> !cluster.isHeldBy(state.self()))
                        .filter(cluster -> pair.castingVote(cluster).equals(state.self()))
                        .isPresent();
    }

    /** Who has to answer before a daemon that has just started renews anything. */
    static Optional<NodeId> awaited(NodeState state) {
        return state.settings().voting() instanceof Voting.Person(Pair pair)
                ? Optional.of(pair.otherThan(state.self()))
                : Optional.empty();
    }

    /** Why this node waits, with what a person types to let it go on. */
    static Reason needed(NodeState state, ClusterState cluster) {
        return switch (state.settings().voting()) {
            case Voting.Person(Pair pair) ->
                    new Reason.PersonNeeded(
                            state.self(),
                            pair.otherThan(state.self()),
                            cluster.epoch(),
                            !hasEverything(state, cluster));
            case Voting.Majority() -> new Reason.RenewingFirst(cluster.epoch());
        };
    }

    /** Whether a person has let this node, which holds the place, go on without the other. */
    static boolean letsGoOn(NodeState state, ClusterState cluster) {
        return state.settings().voting() instanceof Voting.Person
                && cluster.request() instanceof Request.Failover word
                && word.to().equals(state.self())
                && !word.seen().isAfter(cluster.epoch());
    }

    /**
     * Whether a person has made sure that this node does not serve, and said so since this one has
     * won: whoever served before would have had to win anew.
     */
    static boolean vouchesFor(NodeId node, NodeState state, ClusterState cluster) {
        return cluster.request() instanceof Request.Failover word
                && word.to().equals(state.self())
                && word.seen().equals(cluster.epoch())
                && word.stopped().contains(node);
    }

    /**
     * Whether the other has been silent for so long that only it or a person changes anything. As
     * long as it keeps its place, a word that accepts no loss would be refused, so none is asked
     * for.
     */
    static boolean isAwaited(NodeState state, Moment now) {
        return state.settings().voting() instanceof Voting.Person
                && state.register()
                        .seen()
                        .filter(seen ->
                                now.reached(seen.since().plus(silence(state, seen.state()))))
                        .isPresent();
    }

    /** A holder's own word counts as soon as it has no lease. */
    private static Duration silence(NodeState state, ClusterState cluster) {
        Duration ttl = state.settings().timings().ttl();
        return cluster.isHeldBy(state.self()) ? ttl : cluster.keptFor(ttl);
    }
}
