package io.understudy.core.model;

import java.time.Duration;

/**
 * The register's value: who is primary, and on what terms. Everybody sees it alike.
 *
 * @param epoch the number of this primacy
 * @param holder who holds it
 * @param incarnation which run of the holder's daemon renews it
 * @param renewal rises by one at each renewal
 * @param phase how far the primacy has come
 * @param synchrony who else holds every acknowledged commit; in {@link Phase.Fencing} and {@link
 *     Phase.Ceded}, of the node that was last active
 * @param position the end of the last active node's log, as of its latest renewal
 * @param mode whether the cluster may move by itself
 * @param request what a person asked, or a holder whose server does not run
 * @param unrest what keeps it from moving for ever
 */
public record ClusterState(
        Epoch epoch,
        NodeId holder,
        Incarnation incarnation,
        long renewal,
        Phase phase,
        Synchrony synchrony,
        LogPoint position,
        Mode mode,
        Request request,
        Unrest unrest) {

    public ClusterState {
        if (synchrony instanceof Synchrony.InSync(var nodes)
                && (phase instanceof Phase.Active || phase instanceof Phase.Away)
                && nodes.contains(holder)) {
            throw new IllegalArgumentException("the holder " + holder + " is not its own standby");
        }
    }

    /** The node whose data is complete by itself: the one that was last allowed to write. */
    public NodeId lastActive() {
        return switch (phase) {
            case Phase.Fencing(var _, NodeId lastActive) -> lastActive;
            case Phase.Active(), Phase.Away _, Phase.Ceded _ -> holder;
        };
    }

    /** Whether the holder may have a database that takes writes. */
    public boolean serves() {
        return phase instanceof Phase.Active || phase instanceof Phase.Away;
    }

    /** How long the others wait without a change before they may contend, where that is a ttl. */
    public Duration keptFor(Duration ttl) {
        return phase instanceof Phase.Away(Duration length) && length.compareTo(ttl) > 0
                ? length
                : ttl;
    }

    public boolean isHeldBy(NodeId node) {
        return holder.equals(node);
    }

    /** The same primacy, renewed by this incarnation of its holder. */
    public ClusterState renewedBy(Incarnation renewer, LogPoint end) {
        return new ClusterState(
                epoch, holder, renewer, renewal + 1, phase, synchrony, end, mode, request, unrest);
    }

    public ClusterState withPhase(Phase changed) {
        return new ClusterState(
                epoch,
                holder,
                incarnation,
                renewal,
                changed,
                synchrony,
                position,
                mode,
                request,
                unrest);
    }

    /**
     * The same primacy, allowed to serve: from here on, the holder's is the data that synchrony
     * speaks of.
     */
    public ClusterState activeWith(Synchrony own) {
        return new ClusterState(
                epoch,
                holder,
                incarnation,
                renewal,
                new Phase.Active(),
                own,
                position,
                mode,
                request,
                unrest);
    }

    public ClusterState withSynchrony(Synchrony changed) {
        return new ClusterState(
                epoch,
                holder,
                incarnation,
                renewal,
                phase,
                changed,
                position,
                mode,
                request,
                unrest);
    }

    public ClusterState withMode(Mode changed) {
        return new ClusterState(
                epoch,
                holder,
                incarnation,
                renewal,
                phase,
                synchrony,
                position,
                changed,
                request,
                unrest);
    }

    public ClusterState withRequest(Request changed) {
        return new ClusterState(
                epoch,
                holder,
                incarnation,
                renewal,
                phase,
                synchrony,
                position,
                mode,
                changed,
                unrest);
    }

    public ClusterState withUnrest(Unrest changed) {
        return new ClusterState(
                epoch,
                holder,
                incarnation,
                renewal,
                phase,
                synchrony,
                position,
                mode,
                request,
                changed);
    }

    /**
     * The next primacy, won by this node: it serves nothing until all in {@code fencing} are known
     * to have stopped.
     */
    public ClusterState wonBy(NodeId winner, Incarnation of, Phase.Fencing fencing) {
        return wonBy(winner, of, fencing, epoch.next());
    }

    /** As {@link #wonBy(NodeId, Incarnation, Phase.Fencing)}, as that epoch, which is greater. */
    public ClusterState wonBy(NodeId winner, Incarnation of, Phase.Fencing fencing, Epoch asEpoch) {
        return new ClusterState(
                asEpoch, winner, of, 0, fencing, synchrony, position, mode, request, unrest);
    }
}
