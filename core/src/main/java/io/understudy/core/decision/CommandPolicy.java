package io.understudy.core.decision;

import io.understudy.core.action.Command;
import io.understudy.core.decision.RegisterView.Sight;
import io.understudy.core.decision.RepairView.Method;
import io.understudy.core.model.ClusterState;
import io.understudy.core.model.Mode;
import io.understudy.core.model.Moment;
import io.understudy.core.model.NodeId;
import io.understudy.core.model.Phase;
import io.understudy.core.model.Request;
import io.understudy.core.model.Unrest;
import io.understudy.core.model.Voting;
import java.time.Duration;
import java.util.Optional;

/** What to do with what a person asks: whether it may be, and what it changes. */
public final class CommandPolicy {

    private CommandPolicy() {}

    /** The answer. */
    public sealed interface Verdict {
        /** It is so already. */
        record AlreadySo() implements Verdict {}

        /** No; {@code remedy} says what would make it possible. */
        record Refuse(String why, String remedy) implements Verdict {}

        /** By writing this into the register. */
        record Write(ClusterState next) implements Verdict {}

        /** By this node alone. */
        record Remember(RepairView repair) implements Verdict {}

        /** By this node alone, which ends. */
        record Depart() implements Verdict {}
    }

    public static Verdict judge(NodeState state, Command command, Moment now) {
        if (command instanceof Command.Leave) {
            return state.leavingSince().isPresent()
                    ? new Verdict.AlreadySo()
                    : new Verdict.Depart();
        }
        return switch (state.register().sight()) {
            case Sight.Unseen() ->
                    new Verdict.Refuse(
                            "this node has not seen the register yet",
                            "start a majority of the voters");
            case Sight.Missing() ->
                    new Verdict.Refuse(
                            "the cluster has no primary yet",
                            "start the node on which it was founded");
            case Sight.Seen seen ->
                    switch (command) {
                        case Command.Switchover(String id, NodeId to, var epoch) ->
                                switchover(
                                        state, seen.state(), new Request.Switchover(id, to, epoch));
                        case Command.Failover(
                                        String id,
                                        NodeId to,
                                        var epoch,
                                        long loss,
                                        var off) ->
                                failover(
                                        state,
                                        seen,
                                        new Request.Failover(id, to, epoch, loss, off),
                                        now);
                        case Command.Pause(Duration length, String by) ->
                                pause(seen.state(), new Mode.Paused(length, by));
                        case Command.Resume() -> resume(seen.state());
                        case Command.Rejoin(boolean copyAnew) ->
                                rejoin(state, seen.state(), copyAnew);
                        case Command.Leave() -> new Verdict.Depart();
                    };
        };
    }

    private static Verdict resume(ClusterState cluster) {
        ClusterState forgiven = cluster.withMode(new Mode.Automatic()).withUnrest(Unrest.NONE);
        return forgiven.equals(cluster) ? new Verdict.AlreadySo() : new Verdict.Write(forgiven);
    }

    /** What a person asks for is no flapping, and gives the server a new chance there. */
    private static ClusterState asked(ClusterState cluster, Request request, NodeId to) {
        ClusterState lifted = UnrestPolicy.lifted(cluster);
        return lifted.withRequest(request).withUnrest(lifted.unrest().calmed().forgiving(to));
    }

    private static Verdict switchover(
            NodeState state, ClusterState cluster, Request.Switchover request) {
        if (cluster.request().equals(request) || cluster.isHeldBy(request.to())) {
            return new Verdict.AlreadySo();
        }
        return underWay(cluster)
                .or(() ->
                        SwitchoverPolicy.objection(state, UnrestPolicy.lifted(cluster), request)
                                .map(why ->
                                        new Verdict.Refuse(
                                                why,
                                                "see `understudy status`; switch over once it is in"
                                                        + " sync, running and resumed")))
                .orElseGet(() -> new Verdict.Write(asked(cluster, request, request.to())));
    }

    private static Verdict failover(
            NodeState state, Sight.Seen seen, Request.Failover request, Moment now) {
        ClusterState cluster = seen.state();
        boolean waits = waitsForAWord(state, cluster, request, now);
        boolean vouches = !request.stopped().isEmpty();
        boolean holds = cluster.isHeldBy(request.to()) && !waits && !vouches;
        if (cluster.request().equals(request) || holds) {
            return new Verdict.AlreadySo();
        }
        if (cluster.mode() instanceof Mode.Paused(var _, String by)) {
            return new Verdict.Refuse("the cluster is paused by " + by, "type: understudy resume");
        }
        if (!state.settings().carriers().contains(request.to())) {
            return new Verdict.Refuse(
                    request.to() + " carries no database", "name a node that does");
        }
        if (!request.seen().equals(cluster.epoch())) {
            return new Verdict.Refuse(
                    "it was asked in epoch "
                            + request.seen()
                            + ", and this is epoch "
                            + cluster.epoch(),
                    "look at `understudy status` and ask again");
        }
        if (vouches) {
            return VouchPolicy.judge(state, cluster, request);
        }
        if (waits) {
            return new Verdict.Write(cluster.withRequest(request));
        }
        // Who accepts a loss may know that a holder that renews does not serve; the holder judges.
        boolean renews =
                cluster.serves() && now.isBefore(seen.since().plus(cluster.keptFor(ttl(state))));
        boolean doubtful =
                cluster.isHeldBy(state.self())
                        ? GiveUpPolicy.cannotRun(state)
                        : request.acceptedLossBytes() > 0;
        if (renews && !doubtful) {
            return new Verdict.Refuse(
                    cluster.holder()
                            + " renewed its lease "
                            + now.since(seen.since()).toMillis()
                            + " ms ago, so it is alive",
                    "type: understudy switchover --to " + request.to());
        }
        if (mustAcceptAnyLoss(state, cluster, request)) {
            return new Verdict.Refuse(
                    cluster.holder()
                            + " may have gone on alone, so nobody here knows what it has committed"
                            + " since",
                    "where that loss is accepted, add: --accept-loss any");
        }
        return new Verdict.Write(asked(cluster, request, request.to()));
    }

    /** The holder itself, which needs the other node or a person to serve again. */
    private static boolean waitsForAWord(
            NodeState state, ClusterState cluster, Request.Failover request, Moment now) {
        return state.settings().voting() instanceof Voting.Person
                && request.to().equals(state.self())
                && cluster.isHeldBy(state.self())
                && !state.mayServe(now);
    }

    private static boolean mustAcceptAnyLoss(
            NodeState state, ClusterState cluster, Request.Failover request) {
        return request.to().equals(state.self())
                && PersonsVote.isLossUnknown(state, cluster)
                && !PersonsVote.hasEverything(state, cluster)
                && request.acceptedLossBytes() != Request.ANY_LOSS;
    }

    private static Duration ttl(NodeState state) {
        return state.settings().timings().ttl();
    }

    private static Verdict pause(ClusterState cluster, Mode.Paused pause) {
        if (cluster.mode().equals(pause)) {
            return new Verdict.AlreadySo();
        }
        return underWay(cluster).orElseGet(() -> new Verdict.Write(cluster.withMode(pause)));
    }

    private static Optional<Verdict> underWay(ClusterState cluster) {
        if (cluster.phase() instanceof Phase.Away(Duration length)) {
            return Optional.of(
                    new Verdict.Refuse(
                            "the daemon of " + cluster.holder() + " is being started again",
                            "wait until it is back, at most " + length.toSeconds() + " s"));
        }
        boolean moving =
                !(cluster.phase() instanceof Phase.Active)
                        || !(cluster.request() instanceof Request.None);
        return moving
                ? Optional.of(
                        new Verdict.Refuse(
                                "a move is under way in epoch " + cluster.epoch(),
                                "wait until `understudy status` shows it done"))
                : Optional.empty();
    }

    private static Verdict rejoin(NodeState state, ClusterState cluster, boolean copyAnew) {
        if (state.settings().witness()) {
            return new Verdict.Refuse(
                    "this node is a witness and has no data",
                    "name a node that carries a database");
        }
        if (cluster.isHeldBy(state.self())) {
            return new Verdict.Refuse(
                    "this node is the primary", "name the node that is to follow it");
        }
        if (cluster.synchrony().includes(state.self())) {
            return new Verdict.Refuse(
                    "this node is in sync, so there is nothing to repair",
                    "nothing needs to be done");
        }
        if (!cluster.serves()) {
            return new Verdict.Refuse(
                    "there is no active primary to follow", "wait for one, or fail over");
        }
        return new Verdict.Remember(state.repair().by(copyAnew ? Method.COPY : Method.REWIND));
    }
}
