package io.understudy.node.moves;

import io.understudy.core.decision.RegisterView.Sight;
import io.understudy.core.decision.Role;
import io.understudy.core.explain.Reason;
import io.understudy.core.model.ClusterState;
import io.understudy.core.model.Epoch;
import io.understudy.core.model.LogPoint;
import io.understudy.core.model.LogPosition;
import io.understudy.core.model.NodeId;
import io.understudy.core.model.Phase;
import io.understudy.core.model.Request;
import io.understudy.node.api.MoveReport;
import io.understudy.node.api.MoveReport.AtRisk;
import io.understudy.node.api.MoveReport.Kind;
import io.understudy.node.api.MoveReport.Outcome;
import io.understudy.node.api.MoveReport.Side;
import io.understudy.node.api.MoveReport.State;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** Whether a decision begins a move, and which. Pure. */
final class Beginning {

    private Beginning() {}

    /**
     * The move that begins with this decision.
     *
     * @param doubt since when this node's database has not followed the holder's
     */
    static Optional<OpenMove> of(Look look, Optional<Mark> doubt) {
        return switch (look.after().reason()) {
            case Reason.TakingOver(NodeId from, Epoch epoch, var _)
                    when look.after().role() == Role.CONTENDING ->
                    look.after()
                            .register()
                            .seen()
                            .map(seen -> taking(look, seen, new Step(from, epoch), doubt));
            case Reason.PrimacyLost(NodeId holder, Epoch epoch) when served(look) ->
                    Optional.of(losing(look, new Step(holder, epoch)));
            case Reason.LeaseRanOut(Epoch epoch) when served(look) ->
                    Optional.of(losing(look, new Step(look.self(), epoch.next())));
            case Reason.SwitchoverDropped _ -> Optional.empty();
            case Reason _ when look.after().role() == Role.CEDING && served(look) ->
                    look.cluster()
                            .filter(cluster -> cluster.isHeldBy(look.self()))
                            .map(cluster -> giving(look, cluster));
            case Reason _ -> Optional.empty();
        };
    }

    /** The other node, and the epoch that the move makes. */
    private record Step(NodeId other, Epoch epoch) {}

    private static boolean served(Look look) {
        Role before = look.before().role();
        return before == Role.ACTIVE || before == Role.PROMOTING;
    }

    private static OpenMove taking(Look look, Sight.Seen seen, Step step, Optional<Mark> doubt) {
        ClusterState cluster = seen.state();
        Kind kind = kind(cluster, look.self());
        boolean asked = kind == Kind.SWITCHOVER || kind == Kind.FAILOVER;
        Mark began = look.at().moved(asked ? seen.requestSince() : seen.since());
        MoveReport facts =
                facts(
                        look,
                        new Roles(Side.TOOK, kind, step.other(), look.self(), step.epoch()),
                        began,
                        cluster);
        if (kind != Kind.TAKEOVER) {
            // It was told: there was nothing to detect.
            List<MoveReport.Phase> whole = OpenMove.taking(look.without());
            List<MoveReport.Phase> course = whole.subList(1, whole.size());
            return new OpenMove(facts, course, Map.of(), began, 0);
        }
        Map<MoveReport.Phase, Mark> ends =
                doubt.filter(mark -> mark.run().equals(began.run()))
                        .map(mark -> mark.at().isBefore(began.at()) ? began : mark)
                        .map(mark -> Map.of(MoveReport.Phase.DETECTED, mark))
                        .orElse(Map.of());
        return new OpenMove(facts, OpenMove.taking(look.without()), ends, began, 0);
    }

    private static Kind kind(ClusterState cluster, NodeId taker) {
        return switch (cluster.request()) {
            case Request.Switchover move when move.to().equals(taker) -> Kind.SWITCHOVER;
            case Request.Failover move when move.to().equals(taker) -> Kind.FAILOVER;
            case Request _ when cluster.phase() instanceof Phase.Ceded -> Kind.HANDOVER;
            case Request _ -> Kind.TAKEOVER;
        };
    }

    private static OpenMove giving(Look look, ClusterState cluster) {
        boolean asked = cluster.request() instanceof Request.Switchover;
        NodeId to =
                switch (look.after().reason()) {
                    case Reason.Ceding(NodeId successor, var _) -> successor;
                    case Reason.GivingUp(NodeId successor, var _) -> successor;
                    case Reason _ -> look.self();
                };
        return new OpenMove(
                facts(
                        look,
                        new Roles(
                                Side.GAVE,
                                asked ? Kind.SWITCHOVER : Kind.HANDOVER,
                                look.self(),
                                to,
                                cluster.epoch().next()),
                        look.at(),
                        cluster),
                OpenMove.giving(look.without()),
                Map.of(),
                look.at(),
                0);
    }

    private static OpenMove losing(Look look, Step step) {
        return new OpenMove(
                facts(
                        look,
                        new Roles(
                                Side.GAVE, Kind.TAKEOVER, look.self(), step.other(), step.epoch()),
                        look.at(),
                        look.cluster().orElseThrow()),
                OpenMove.losing(look.without()),
                Map.of(),
                look.at(),
                0);
    }

    private record Roles(Side side, Kind kind, NodeId from, NodeId to, Epoch number) {}

    private static MoveReport facts(Look look, Roles roles, Mark began, ClusterState cluster) {
        return new MoveReport(
                roles.number(),
                look.self(),
                roles.side(),
                roles.kind(),
                roles.from(),
                roles.to(),
                look.sentence(),
                request(cluster.request()),
                began.wall(),
                roles.side() == Side.TOOK ? atRisk(look, cluster) : unknown(roles.to()),
                List.of(),
                new Outcome(State.UNDER_WAY, 0, ""),
                Optional.empty());
    }

    private static Optional<String> request(Request request) {
        return switch (request) {
            case Request.None() -> Optional.empty();
            case Request.Switchover(String id, var _, var _) -> Optional.of(id);
            case Request.Failover(String id, var _, var _, var _, var _) -> Optional.of(id);
        };
    }

    private static AtRisk unknown(NodeId taker) {
        return new AtRisk(Optional.empty(), Optional.empty(), "The report of " + taker + " tells.");
    }

    private static AtRisk atRisk(Look look, ClusterState cluster) {
        Optional<Long> accepted =
                cluster.request()
                                instanceof Request.Failover(var _, var _, var _, long bytes, var _)
                        ? Optional.of(bytes)
                        : Optional.empty();
        NodeId self = look.self();
        if (cluster.synchrony().includes(self) || cluster.lastActive().equals(self)) {
            return new AtRisk(
                    Optional.of(0L),
                    accepted,
                    "No acknowledged commit: " + self + " had them all.");
        }
        LogPoint own =
                look.after()
                        .database()
                        .state()
                        .safeEnd()
                        .orElse(new LogPoint(0, LogPosition.START));
        OptionalLong behind = own.behind(cluster.position());
        return behind.isPresent()
                ? new AtRisk(
                        Optional.of(behind.getAsLong()),
                        accepted,
                        "The log of %s ended at %s, %d bytes before the last known end, %s."
                                .formatted(self, own, behind.getAsLong(), cluster.position()))
                : new AtRisk(
                        Optional.empty(),
                        accepted,
                        "The log of %s ended at %s, in another history than the last known end (%s)."
                                .formatted(self, own, cluster.position()));
    }
}
