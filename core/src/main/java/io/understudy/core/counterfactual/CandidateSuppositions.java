package io.understudy.core.counterfactual;

import io.understudy.core.decision.NodeState;
import io.understudy.core.decision.RegisterView.Sight;
import io.understudy.core.decision.RepairView;
import io.understudy.core.decision.StartupView;
import io.understudy.core.model.ClusterState;
import io.understudy.core.model.LogPoint;
import io.understudy.core.model.LogPosition;
import io.understudy.core.model.NodeId;
import io.understudy.core.model.Phase;
import io.understudy.core.model.Request;
import io.understudy.core.model.Synchrony;
import io.understudy.core.model.Voting;
import io.understudy.core.observation.DatabaseState;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** What might have been otherwise for a node that does not hold the place. */
final class CandidateSuppositions {

    private CandidateSuppositions() {}

    static List<Supposition> of(Situation real, NodeState known, ClusterState cluster) {
        if (known.settings().witness()) {
            return List.of();
        }
        List<Supposition> all = new ArrayList<>();
        NodeId self = known.self();
        NodeId holder = cluster.holder();
        all.add(Supposition.fact(holder + " had renewed its lease just then", renewed(real)));
        all.add(
                cluster.synchrony().includes(self)
                        ? Supposition.fact(
                                self + " had not been in sync",
                                real.register(CandidateSuppositions::withoutStandby))
                        : Supposition.fact(
                                self + " had been in sync",
                                real.register(found -> withStandby(found, self))));
        if (cluster.serves()) {
            LogPosition end = end(known);
            all.add(
                    Supposition.fact(
                            holder + " had stopped and given its place to " + self,
                            real.register(found -> found.withPhase(new Phase.Ceded(self, end)))));
        }
        ofDatabase(all, real, known, cluster);
        ofWords(all, real, known, cluster);
        return all;
    }

    private static void ofDatabase(
            List<Supposition> all, Situation real, NodeState known, ClusterState cluster) {
        DatabaseState.Standby whole =
                new DatabaseState.Standby(
                        cluster.position().timeline(),
                        cluster.position().position(),
                        cluster.position().position(),
                        Optional.of(cluster.holder()),
                        DatabaseState.Stream.OPEN);
        boolean runs = known.database().state() instanceof DatabaseState.Standby;
        boolean has =
                known.database()
                        .state()
                        .safeEnd()
                        .map(own -> own.behind(cluster.position()))
                        .filter(behind -> behind.isPresent() && behind.getAsLong() == 0)
                        .isPresent();
        if (!runs || !has) {
            all.add(
                    Supposition.fact(
                            runs
                                    ? "its log had reached " + cluster.position()
                                    : "its database had run as a standby with all of the log",
                            real.database(whole).knowing(state -> state.with(StartupView.NONE))));
        }
        if (known.repair().method() != RepairView.Method.NONE) {
            all.add(
                    Supposition.fact(
                            "its data had needed no repair",
                            real.knowing(state -> state.with(RepairView.NOTHING))));
        }
    }

    /** The least that has to be accepted comes first. */
    private static void ofWords(
            List<Supposition> all, Situation real, NodeState known, ClusterState cluster) {
        NodeId self = known.self();
        String command =
                "somebody had typed `understudy failover --to "
                        + self
                        + (known.settings().voting() instanceof Voting.Person
                                ? " --epoch " + cluster.epoch()
                                : "");
        all.add(
                Supposition.word(
                        command + "`",
                        real.register(found -> found.withRequest(word(self, cluster, 0)))));
        all.add(
                Supposition.word(
                        command + " --accept-loss any`",
                        real.register(found ->
                                found.withRequest(word(self, cluster, Request.ANY_LOSS)))));
    }

    private static Request word(NodeId self, ClusterState cluster, long loss) {
        return new Request.Failover("supposed", self, cluster.epoch(), loss, Set.of());
    }

    private static Situation renewed(Situation real) {
        return real.sight(old ->
                new Sight.Seen(
                        old.value(),
                        real.at(),
                        old.requestSince(),
                        old.pauseSince(),
                        old.epochSince()));
    }

    static ClusterState withStandby(ClusterState cluster, NodeId node) {
        Set<NodeId> nodes = new TreeSet<>(Set.of(node));
        if (cluster.synchrony() instanceof Synchrony.InSync(Set<NodeId> already)) {
            nodes.addAll(already);
        }
        return cluster.withSynchrony(new Synchrony.InSync(nodes));
    }

    private static ClusterState withoutStandby(ClusterState cluster) {
        return cluster.withSynchrony(new Synchrony.Solo());
    }

    private static LogPosition end(NodeState known) {
        return known.database().state().safeEnd().map(LogPoint::position).orElse(LogPosition.START);
    }
}
