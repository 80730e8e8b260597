package io.understudy.core.decision;

import io.understudy.core.action.Action;
import io.understudy.core.model.ClusterState;
import io.understudy.core.model.Epoch;
import io.understudy.core.model.Moment;
import io.understudy.core.model.NodeId;
import io.understudy.core.model.Phase;
import io.understudy.core.model.Synchrony;
import io.understudy.core.observation.DatabaseState;
import java.util.Optional;
import java.util.Set;

/** What holds in every decision, whatever the policies say; checked in production, too. */
final class Invariants {

    private Invariants() {}

    /** What of it does not hold, in one sentence; empty where all does. */
    static Optional<String> broken(NodeState before, Decision decision, Moment now) {
        NodeState after = decision.next();
        if (before.seenEpoch().isAfter(after.seenEpoch())) {
            return Optional.of(
                    "the highest epoch seen fell from "
                            + before.seenEpoch()
                            + " to "
                            + after.seenEpoch());
        }
        if (!Transitions.allowed(before.role(), after.role())) {
            return Optional.of("a node does not go from " + before.role() + " to " + after.role());
        }
        for (Action action : decision.actions()) {
            Optional<String> broken = brokenBy(action, after, now);
            if (broken.isPresent()) {
                return broken;
            }
        }
        return Optional.empty();
    }

    private static Optional<String> brokenBy(Action action, NodeState state, Moment now) {
        return switch (action) {
            case Action.StartServer _ when !FilesPolicy.areReady(state, state.seenEpoch()) ->
                    Optional.of("a server is started only with the files of its primacy in place");
            case Action.Promote _, Action.StartPrimary _, Action.StartServer _ ->
                    require(
                            isActive(state, now) && state.guard().covers(state.seenEpoch(), now),
                            "only the active node with a valid lease and an armed guard starts what"
                                    + " serves");
            case Action.TakeAddress _ ->
                    require(
                            isActive(state, now)
                                    && state.guard().covers(state.seenEpoch(), now)
                                    && state.database().state() instanceof DatabaseState.Primary,
                            "only the active node with a valid lease, an armed guard and a database"
                                    + " that takes writes takes the address");
            case Action.ArmGuard(var epoch, Moment until) ->
                    require(
                            epoch.equals(state.seenEpoch()) && isWithinItsTime(state, until),
                            "the guard acts before anybody else may take over");
            case Action.WaitFor(Set<NodeId> nodes) ->
                    require(
                            nodes.containsAll(declared(state)),
                            "commits wait for every node that the register calls in sync");
            case Action.Rewind _, Action.CopyAnew _ ->
                    require(
                            !isWhole(state),
                            "data that the register calls whole is never rewound or replaced");
            case Action.WriteRegister(var _, ClusterState next) ->
                    require(
                                    state.register()
                                            .state()
                                            .filter(found -> found.epoch().isAfter(next.epoch()))
                                            .isEmpty(),
                                    "an epoch in the register never falls")
                            .or(() ->
                                    require(
                                            hasReceiptsFor(state, next),
                                            "where a receipt is required, nobody becomes active"
                                                    + " without one of each node before it"));
            case Action.FencePeer(NodeId node, var _) ->
                    require(!node.equals(state.self()), "a node does not fence itself");
            case Action.FenceBy(var _, NodeId node, Epoch epoch) ->
                    require(
                            FenceRight.mayStop(state, node, epoch, now),
                            "only who has won an epoch, and holds its lease, stops a node by"
                                    + " whatever means");
            case Action.FollowFiles _ ->
                    require(
                            !DemotionPolicy.serves(state),
                            "files are put in place only where nothing serves");
            case Action.ApplyFiles(var epoch) ->
                    require(
                            isActive(state, now)
                                    && epoch.equals(state.seenEpoch())
                                    && !DemotionPolicy.serverRuns(state),
                            "files are put in place for a primacy before its server is started");
            case Action.PublishFiles(var epoch) ->
                    require(
                            isActive(state, now) && epoch.equals(state.seenEpoch()),
                            "only the active node with a valid lease gives out files");
            case Action.KeepFiles(var epoch) ->
                    require(
                            isActive(state, now) && epoch.equals(state.seenEpoch()),
                            "only the active node with a valid lease says whose its files are");
            case Action.RestFiles _,
                    Action.ReadRegister _,
                    Action.StartStandby _,
                    Action.StopDatabase _,
                    Action.StopServer _,
                    Action.ReleaseAddress _,
                    Action.AskAddress _,
                    Action.DisarmGuard _,
                    Action.WithdrawFences _,
                    Action.Answer _,
                    Action.Halt _ ->
                    Optional.empty();
        };
    }

    private static boolean hasReceiptsFor(NodeState state, ClusterState next) {
        Optional<ClusterState> won =
                state.register()
                        .state()
                        .filter(_ -> state.settings().fence().required())
                        .filter(_ -> next.serves())
                        .filter(found -> found.epoch().equals(next.epoch()));
        return won.isEmpty()
                || !(won.get().phase() instanceof Phase.Fencing(Set<NodeId> nodes, var _))
                || nodes.stream().allMatch(node -> ReceiptFence.hasStopped(state, won.get(), node));
    }

    private static boolean isActive(NodeState state, Moment now) {
        return state.mayServe(now)
                && state.register()
                        .state()
                        .filter(found -> found.isHeldBy(state.self()))
                        .filter(found -> found.phase() instanceof Phase.Active)
                        .isPresent();
    }

    private static boolean isWithinItsTime(NodeState state, Moment until) {
        Optional<Moment> end =
                state.lease().map(NodeState.Lease::until).or(() -> state.guard().inherited());
        return end.filter(last -> !last.isBefore(until)).isPresent();
    }

    private static boolean isWhole(NodeState state) {
        return state.register()
                .state()
                .filter(found ->
                        found.isHeldBy(state.self()) || found.synchrony().includes(state.self()))
                .isPresent();
    }

    private static Set<NodeId> declared(NodeState state) {
        return state.register()
                                .state()
                                .map(ClusterState::synchrony)
                                .filter(synchrony -> synchrony instanceof Synchrony.InSync)
                                .orElse(new Synchrony.Solo())
                        instanceof Synchrony.InSync(Set<NodeId> nodes)
                ? nodes
                : Set.of();
    }

    private static Optional<String> require(boolean holds, String what) {
        return holds ? Optional.empty() : Optional.of(what);
    }
}
