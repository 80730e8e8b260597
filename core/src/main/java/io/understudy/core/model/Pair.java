package io.understudy.core.model;

/**
 * Two nodes without a third vote. Each keeps the register's value in a file of its own, and one of
 * the two files decides: that of the node with the casting vote, which the value itself names. The
 * vote moves with the value, so at no time can both write alone; a person's word is the exception.
 *
 * @param first the lesser of the two names
 * @param second the greater
 * @param right which of them may go on alone
 */
public record Pair(NodeId first, NodeId second, PeerLoss right) {

    public Pair {
        if (first.compareTo(second) >= 0) {
            throw new IllegalArgumentException(
                    "a pair is of two nodes in order, but was " + first + " and " + second);
        }
    }

    public static Pair of(NodeId one, NodeId other, PeerLoss right) {
        return one.compareTo(other) < 0 ? new Pair(one, other, right) : new Pair(other, one, right);
    }

    public NodeId otherThan(NodeId node) {
        return node.equals(first) ? second : first;
    }

    /**
     * Whose file decides about the write that follows this value.
     *
     * <p>Under {@link PeerLoss#STANDBY_TAKES_OVER} it is the standby's for as long as the register
     * calls it in sync: a primary that is cut off then gets no renewal through, and can't call the
     * standby out of sync either. A standby that lacks commits could not take over anyway, so the
     * primary keeps the vote.
     */
    public NodeId castingVote(ClusterState value) {
        return switch (value.phase()) {
            case Phase.Ceded(NodeId successor, var _) -> successor;
            case Phase.Fencing _ -> value.holder();
            case Phase.Active(), Phase.Away _ -> {
                NodeId standby = otherThan(value.holder());
                boolean theStandbys =
                        right == PeerLoss.STANDBY_TAKES_OVER && value.synchrony().includes(standby);
                yield theStandbys ? standby : value.holder();
            }
        };
    }

    /**
     * Whether this write by that node is a person's word itself, for that node: it is written down
     * without the other's vote.
     */
    public boolean isAWord(ClusterState before, ClusterState after, NodeId writer) {
        return after.request() instanceof Request.Failover word
                && word.to().equals(writer)
                && word.seen().equals(before.epoch())
                && after.equals(before.withRequest(word));
    }

    /** Whether that node takes over by this write on a person's word, which is written down. */
    public boolean isOnAWord(ClusterState before, ClusterState after, NodeId writer) {
        return before.request() instanceof Request.Failover word
                && word.to().equals(writer)
                && after.request().equals(word)
                && after.isHeldBy(writer)
                && after.phase() instanceof Phase.Fencing
                && after.epoch().equals(wordedEpoch(before.epoch(), writer));
    }

    /**
     * The epoch of a takeover on a person's word. It is one that no takeover by itself and no word
     * at the other node makes from the same epoch, so that even where a person was wrong, an epoch
     * has one active node.
     */
    public Epoch wordedEpoch(Epoch from, NodeId winner) {
        long least = from.number() + 2;
        long wanted = winner.equals(first) ? 0 : 1;
        return new Epoch(least % 2 == wanted ? least : least + 1);
    }
}
