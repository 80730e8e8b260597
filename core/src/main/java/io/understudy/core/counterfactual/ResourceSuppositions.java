package io.understudy.core.counterfactual;

import io.understudy.core.decision.GuardView;
import io.understudy.core.decision.NodeState;
import io.understudy.core.decision.RestartView;
import io.understudy.core.decision.StartupView;
import io.understudy.core.model.ClusterState;
import io.understudy.core.model.Phase;
import io.understudy.core.model.Request;
import io.understudy.core.observation.AddressState;
import io.understudy.core.observation.DatabaseState;
import io.understudy.core.observation.FilesState;
import io.understudy.core.observation.GuardState;
import io.understudy.core.observation.Observation;
import io.understudy.core.observation.ServerState;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What might have been otherwise with what a node runs. */
final class ResourceSuppositions {

    private ResourceSuppositions() {}

    static List<Supposition> of(Situation real, NodeState known) {
        if (known.settings().witness()) {
            return List.of();
        }
        List<Supposition> all = new ArrayList<>();
        Optional<ClusterState> held =
                known.register().state().filter(cluster -> cluster.isHeldBy(known.self()));
        ofGuard(all, real, known, held.isPresent());
        ofFiles(all, real, known);
        held.ifPresent(cluster -> ofHolder(all, real, known, cluster));
        if (!nothing(known)) {
            all.add(
                    Supposition.fact(
                            "the virtual address had been elsewhere",
                            real.address(new AddressState.NotHeld())));
        }
        return all;
    }

    private static boolean nothing(NodeState known) {
        return known.address().state() instanceof AddressState.None
                || known.address().state() instanceof AddressState.NotHeld;
    }

    private static void ofHolder(
            List<Supposition> all, Situation real, NodeState known, ClusterState cluster) {
        if (!(known.database().state() instanceof DatabaseState.Primary)
                && !(cluster.phase() instanceof Phase.Fencing)) {
            all.add(
                    Supposition.fact(
                            "its database had run and taken writes",
                            real.database(
                                            new DatabaseState.Primary(
                                                    cluster.position().timeline(),
                                                    cluster.position().position(),
                                                    Set.of(),
                                                    List.of()))
                                    .knowing(state -> state.with(StartupView.NONE))));
        }
        if (cluster.request() instanceof Request.Switchover) {
            all.add(
                    Supposition.fact(
                            "its database had stopped in order",
                            real.database(
                                    new DatabaseState.Stopped(
                                            cluster.position().timeline(),
                                            cluster.position().position(),
                                            true,
                                            false))));
        }
        if (!(known.server().state() instanceof ServerState.Healthy)
                || known.restarts().failures() > 0) {
            all.add(
                    Supposition.fact(
                            "its server had run and answered",
                            real.server(new ServerState.Healthy())
                                    .knowing(state -> state.with(RestartView.NONE))));
        }
    }

    private static void ofGuard(
            List<Supposition> all, Situation real, NodeState known, boolean holds) {
        if (!holds && known.guard().deadline().isPresent()) {
            all.add(
                    Supposition.fact(
                            "its guard had been idle", guard(real, new GuardState.Idle())));
        }
        known.lease()
                .filter(lease -> !known.guard().covers(lease.epoch(), real.at()))
                .ifPresent(lease ->
                        all.add(
                                Supposition.fact(
                                        "its guard had been armed",
                                        guard(
                                                real,
                                                new GuardState.Armed(
                                                        lease.epoch(), lease.guardAt())))));
    }

    private static Situation guard(Situation real, GuardState state) {
        Situation quiet = real.seen() instanceof Observation.GuardSeen ? real.unseen() : real;
        return new Situation(
                quiet.before()
                        .with(
                                new GuardView(
                                        Optional.of(state),
                                        Optional.empty(),
                                        quiet.before().guard().askedAt(),
                                        quiet.before().guard().inherited())),
                quiet.seen());
    }

    private static void ofFiles(List<Supposition> all, Situation real, NodeState known) {
        if (known.files().isEmpty()) {
            return;
        }
        FilesState.Work work =
                known.files().get().view().state() instanceof FilesState.Seen seen
                        ? seen.work()
                        : new FilesState.Work.Resting();
        FilesState.Stock whole =
                new FilesState.Stock(Optional.of(known.seenEpoch()), Optional.empty(), true);
        all.add(
                Supposition.fact(
                        "all the files had been in place",
                        real.files(new FilesState.Seen(work, whole, Optional.empty()))));
    }
}
