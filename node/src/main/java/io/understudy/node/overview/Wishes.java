package io.understudy.node.overview;

import io.understudy.core.action.Command;
import io.understudy.core.model.Epoch;
import io.understudy.core.model.NodeId;
import io.understudy.node.api.Primacy;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Makes commands of what a person wants, as the cluster stands. Pure.
 *
 * @param overview what the nodes say
 * @param carriers the nodes with a database
 */
public record Wishes(Overview overview, List<NodeId> carriers) {

    private static final Choice NO_PRIMACY =
            new Choice.Impossible(
                    "nobody that answered knows who is primary",
                    "start a majority of the voters, and see `understudy status`");

    public Wishes {
        carriers = List.copyOf(carriers);
    }

    /**
     * Moves the primacy on purpose.
     *
     * @param to empty for the only other node that can take it
     */
    public Choice switchover(Optional<NodeId> to, String id) {
        return overview.primacy()
                .map(primacy ->
                        to.or(() -> onlyOther(primacy))
                                .map(target -> switchover(primacy, target, id))
                                .orElseGet(() -> unnamed(primacy)))
                .orElse(NO_PRIMACY);
    }

    /**
     * What a person says of a loss.
     *
     * @param to who is to be primary
     * @param seen the epoch that the person saw, where it was given
     * @param isTheVote whether nothing but this word lets that node go on
     * @param stopped which nodes the person has made sure of that they do not serve
     */
    public record Word(NodeId to, Optional<Epoch> seen, boolean isTheVote, Set<NodeId> stopped) {
        public Word {
            stopped = Set.copyOf(stopped);
        }
    }

    /** Moves the primacy after a loss; the node that is to have it is asked first. */
    public Choice failover(Word word, long acceptedLossBytes, String id) {
        return overview.primacy()
                .map(primacy -> failover(primacy, word, acceptedLossBytes, id))
                .orElse(NO_PRIMACY);
    }

    private Choice failover(Primacy primacy, Word word, long acceptedLossBytes, String id) {
        if (word.isTheVote() && word.seen().isEmpty()) {
            return new Choice.Impossible(
                    "needed --epoch, since your word is the vote: make sure that no other node"
                            + " serves, and name the epoch that you saw",
                    "add --epoch " + primacy.epoch() + ", which `understudy status` shows now");
        }
        NodeId to = word.to();
        return new Choice.Ask(
                new Command.Failover(
                        id,
                        to,
                        word.seen().orElse(primacy.epoch()),
                        acceptedLossBytes,
                        word.stopped()),
                word.isTheVote() ? List.of(to) : first(to),
                new Goal.Serves(to, before(primacy, word)));
    }

    /** Who vouches for a receipt lets a winner become active in the epoch that it has won. */
    private static Epoch before(Primacy primacy, Word word) {
        return word.stopped().isEmpty()
                ? primacy.epoch()
                : new Epoch(Math.max(0, primacy.epoch().number() - 1));
    }

    /** Lets nothing move, or lets it move again. */
    public Choice mode(Command command, Goal goal) {
        return overview.primacy()
                .<Choice>map(primacy -> new Choice.Ask(command, first(primacy.holder()), goal))
                .orElse(NO_PRIMACY);
    }

    /** Repairs a node's data; only that node can. */
    public Choice rejoin(NodeId node, boolean copyAnew) {
        return new Choice.Ask(new Command.Rejoin(copyAnew), List.of(node), new Goal.Streams(node));
    }

    /** Ends a node; only that node can. */
    public Choice leave(NodeId node) {
        return new Choice.Ask(new Command.Leave(), List.of(node), new Goal.Left(node));
    }

    private Choice switchover(Primacy primacy, NodeId to, String id) {
        return new Choice.Ask(
                new Command.Switchover(id, to, primacy.epoch()),
                first(primacy.holder()),
                new Goal.Serves(to, primacy.epoch()));
    }

    private Optional<NodeId> onlyOther(Primacy primacy) {
        List<NodeId> others = others(primacy);
        return others.size() == 1 ? Optional.of(others.getFirst()) : Optional.empty();
    }

    private Choice unnamed(Primacy primacy) {
        return new Choice.Impossible(
                "needed to know which node is to be primary, found more or fewer than one besides "
                        + primacy.holder(),
                others(primacy).isEmpty()
                        ? "a second node that carries a database"
                        : "one of --to "
                                + others(primacy).stream()
                                        .map(NodeId::name)
                                        .collect(Collectors.joining(", --to ")));
    }

    private List<NodeId> others(Primacy primacy) {
        return carriers.stream().filter(node -> !node.equals(primacy.holder())).toList();
    }

    /** That node, then whoever else answered. */
    private List<NodeId> first(NodeId node) {
        Set<NodeId> order = new LinkedHashSet<>();
        order.add(node);
        overview.reports().forEach(report -> order.add(report.about().node()));
        return new ArrayList<>(order);
    }
}
