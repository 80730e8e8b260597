package io.understudy.core.counterfactual;

import io.understudy.core.action.Outcome;
import io.understudy.core.decision.FenceView;
import io.understudy.core.decision.FilesView;
import io.understudy.core.decision.NodeState;
import io.understudy.core.decision.NodeState.Lease;
import io.understudy.core.model.ClusterState;
import io.understudy.core.model.FileGeneration;
import io.understudy.core.model.Moment;
import io.understudy.core.model.NodeId;
import io.understudy.core.model.Phase;
import io.understudy.core.model.Request;
import io.understudy.core.model.Timings;
import io.understudy.core.model.Unrest;
import io.understudy.core.observation.FilesState;
import io.understudy.core.observation.Observation;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** What might have been otherwise for the node that holds the place. */
final class HolderSuppositions {

    private HolderSuppositions() {}

    static List<Supposition> of(Situation real, NodeState known, ClusterState cluster) {
        List<Supposition> all = new ArrayList<>();
        if (!(cluster.phase() instanceof Phase.Ceded)) {
            all.add(
                    Supposition.fact(
                            "the register had taken its renewal just then",
                            leased(real, known, cluster)));
        }
        if (cluster.phase() instanceof Phase.Fencing fencing) {
            ofFencing(all, real, known, fencing);
        }
        for (NodeId other : wanted(known, cluster)) {
            if (!cluster.synchrony().includes(other)) {
                all.add(
                        Supposition.fact(
                                other + " had been in sync",
                                real.register(
                                        found -> CandidateSuppositions.withStandby(found, other))));
            }
            known.files()
                    .flatMap(files -> sharing(real, files, other))
                    .ifPresent(then ->
                            all.add(Supposition.fact(other + " had had all its files", then)));
        }
        if (!cluster.unrest().equals(Unrest.NONE)) {
            all.add(
                    Supposition.fact(
                            "the cluster had not moved before, and no server had failed",
                            real.register(found -> found.withUnrest(Unrest.NONE))));
        }
        return all;
    }

    /** Whom it is asked to give its place to, or else everybody who could have it. */
    private static Set<NodeId> wanted(NodeState known, ClusterState cluster) {
        return cluster.request() instanceof Request.Switchover(var _, NodeId to, var _)
                        && known.settings().otherCarriers().contains(to)
                ? Set.of(to)
                : known.settings().otherCarriers();
    }

    private static Situation leased(Situation real, NodeState known, ClusterState cluster) {
        Timings timings = known.settings().timings();
        Moment until = real.at().plus(timings.lease());
        Lease lease = new Lease(cluster.epoch(), until, real.at().plus(timings.untilStop()));
        return real.knowing(state -> state.withLease(Optional.of(lease)));
    }

    private static void ofFencing(
            List<Supposition> all, Situation real, NodeState known, Phase.Fencing fencing) {
        ClusterState cluster = known.register().state().orElseThrow();
        for (NodeId node : new TreeSet<>(fencing.toFence())) {
            FenceView.Tried tried = known.fencing().of(cluster.epoch(), node);
            if (!tried.hasReceipt()) {
                all.add(
                        Supposition.fact(
                                node + " had answered that it has stopped",
                                said(real, cluster, node, new Outcome.Done())));
            }
            all.add(
                    Supposition.fact(
                            node + " had answered that it still serves",
                            said(real, cluster, node, new Outcome.Refused("it still serves"))));
            all.add(
                    Supposition.fact(
                            node + " had been silent",
                            said(real, cluster, node, new Outcome.Unknown("no answer"))));
        }
        Request vouch =
                new Request.Failover(
                        "supposed", known.self(), cluster.epoch(), 0, fencing.toFence());
        all.add(
                Supposition.word(
                        "somebody had made sure that %s is off and typed `understudy failover --to %s --epoch %s --stopped %s`"
                                .formatted(
                                        Words.names(fencing.toFence()),
                                        known.self(),
                                        cluster.epoch(),
                                        String.join(
                                                ",",
                                                new TreeSet<>(fencing.toFence())
                                                        .stream().map(NodeId::name).toList())),
                        real.register(found -> found.withRequest(vouch))));
    }

    private static Situation said(
            Situation real, ClusterState cluster, NodeId node, Outcome outcome) {
        boolean answering =
                real.seen() instanceof Observation.FenceAnswered answered
                        && answered.node().equals(node);
        Situation quiet = answering ? real.unseen() : real;
        return quiet.knowing(state ->
                state.with(state.fencing().supposing(cluster.epoch(), node, real.at(), outcome)));
    }

    /** As if that node had put in place what this one gave out last. */
    private static Optional<Situation> sharing(Situation real, FilesView files, NodeId node) {
        if (files.view().state()
                        instanceof
                        FilesState.Seen(
                                FilesState.Work.Publishing(var epoch, var newest, var taken),
                                var stock,
                                var trouble)
                && newest.isPresent()
                && !newest.equals(Optional.ofNullable(taken.get(node)))) {
            Map<NodeId, FileGeneration> more = new TreeMap<>(taken);
            more.put(node, newest.get());
            return Optional.of(
                    real.files(
                            new FilesState.Seen(
                                    new FilesState.Work.Publishing(epoch, newest, more),
                                    stock,
                                    trouble)));
        }
        return Optional.empty();
    }
}
