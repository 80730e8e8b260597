package io.understudy.core.explain;

import io.understudy.core.action.Outcome;
import io.understudy.core.model.Epoch;
import io.understudy.core.model.LogPoint;
import io.understudy.core.model.LogPosition;
import io.understudy.core.model.NodeId;
import io.understudy.core.model.Synchrony;
import io.understudy.core.model.TakeoverMode;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Why a node decided as it did, in values; {@link Sentences} makes the one sentence of it. */
public sealed interface Reason {

    // What keeps a node from knowing.

    record RegisterUnseen(String why) implements Reason {}

    /** Of two nodes without a third vote, this one has no register, and the other is silent. */
    record OtherNodeUnseen(String why) implements Reason {}

    /**
     * Of two nodes without a third vote, this one hears nothing of the other and may not go on
     * without it.
     *
     * @param lossUnknown whether nobody here knows what the other has committed since
     */
    record PersonNeeded(NodeId self, NodeId other, Epoch epoch, boolean lossUnknown)
            implements Reason {}

    /** The register was never written, and this node may not be the first to write. */
    record RegisterMissing() implements Reason {}

    /** The register shows an older epoch than this node has seen. */
    record RegisterBehind(Epoch found, Epoch seen) implements Reason {}

    /** This node has heard of an epoch, and can't read what the register says of it. */
    record RegisterUnread(Epoch seen, String why) implements Reason {}

    record RegisterLost(Epoch seen) implements Reason {}

    record FoundingCluster() implements Reason {}

    // The one that serves.

    record Serving(Epoch epoch, Synchrony synchrony) implements Reason {}

    /**
     * It serves, but by its own address only: another host has the clients', or it can't be had.
     */
    record ServingWithoutAddress(Epoch epoch, Synchrony synchrony, String why) implements Reason {}

    record BringingUp(Epoch epoch, String what) implements Reason {}

    /** What an earlier run of the daemon left runs on under its guard. */
    record Adopting(Epoch epoch, Optional<NodeId> awaited) implements Reason {}

    record GuardMissing(String why) implements Reason {}

    record RenewingFirst(Epoch epoch) implements Reason {}

    record DatabaseWillNotRun(String why) implements Reason {}

    /** It runs and does not answer; after that long it is stopped at once, and started again. */
    record DatabaseSilent(Duration longest, String why) implements Reason {}

    record ServerWillNotRun(String why) implements Reason {}

    record ServerRestarting(String why, int failures, int restarts) implements Reason {}

    /** Its server has used up its restarts on those nodes, and is left as it is. */
    record ServerGivenUp(Set<NodeId> on, String why) implements Reason {}

    /** It moves because its server has used up its restarts here. */
    record ServerMoves(NodeId to, String why) implements Reason {}

    /** It steps down because its database does not come up, and that node has every commit. */
    record GivingUp(NodeId successor, String why) implements Reason {}

    // The ones that stand by.

    record Witnessing(NodeId holder, Epoch epoch) implements Reason {}

    record Following(NodeId holder, Epoch epoch) implements Reason {}

    record JoiningUp(NodeId holder, String what) implements Reason {}

    record RepairFailed(String what, String why) implements Reason {}

    // Why it does or does not take over.

    record TakingOver(NodeId from, Epoch epoch, String because) implements Reason {}

    record AwaitingExpiry(NodeId holder, Duration unchanged, Duration ttl) implements Reason {}

    record NotInSync(NodeId holder, Synchrony synchrony) implements Reason {}

    record TooFarBehind(long bytes, long limit) implements Reason {}

    /**
     * Its log is of a history that the last primary's was not, so that nobody knows what it lacks.
     */
    record OtherHistory(LogPoint own, LogPoint known) implements Reason {}

    record DatabaseNotReady(String what) implements Reason {}

    /** It has never had the files that its server needs. */
    record FilesMissing(NodeId self) implements Reason {}

    record FilesNotReady(String why) implements Reason {}

    record TakeoverNeeds(TakeoverMode mode) implements Reason {}

    record ClusterPaused(String by) implements Reason {}

    record ClusterHeld(int moves, Duration length) implements Reason {}

    record AwaitingSuccessor(NodeId successor) implements Reason {}

    record AwaitingFinalPosition(LogPosition received, LogPosition needed) implements Reason {}

    record AwaitingFence(Set<NodeId> nodes, String lastAnswer) implements Reason {}

    /**
     * A winner tries to stop others by several methods, or needs a receipt.
     *
     * @param self the winner
     * @param required whether silence will not do
     */
    record AwaitingReceipt(NodeId self, Epoch epoch, boolean required, List<Unfenced> unfenced)
            implements Reason {
        public AwaitingReceipt {
            unfenced = List.copyOf(unfenced);
        }
    }

    /**
     * A node without a receipt.
     *
     * @param said by each method, in their order
     */
    record Unfenced(NodeId node, List<Said> said) {
        public Unfenced {
            said = List.copyOf(said);
        }
    }

    /**
     * What a method of fencing said.
     *
     * @param last the last answer; empty before the first
     */
    record Said(String method, Optional<Outcome> last) {}

    // Why it stops.

    record LeaseRanOut(Epoch epoch) implements Reason {}

    record PrimacyLost(NodeId holder, Epoch epoch) implements Reason {}

    record BrokenInvariant(String what) implements Reason {}

    // Planned moves and people.

    record Ceding(NodeId successor, String step) implements Reason {}

    record Leaving(String what) implements Reason {}

    /** The daemon ends, to be started again. */
    record Detaching(String what) implements Reason {}

    record SwitchoverDropped(NodeId to, String why) implements Reason {}

    record SynchronyChange(Synchrony to, String because) implements Reason {}
}
