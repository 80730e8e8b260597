package io.understudy.core.decision;

import io.understudy.core.action.Action;
import io.understudy.core.action.Action.FencePeer;
import io.understudy.core.explain.Reason;
import io.understudy.core.model.ClusterState;
import io.understudy.core.model.Mode;
import io.understudy.core.model.Moment;
import io.understudy.core.model.NodeId;
import io.understudy.core.model.Phase;
import io.understudy.core.model.Request;
import io.understudy.core.model.Settings;
import io.understudy.core.observation.DatabaseState;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** From a place that was won to one that is active: all others have stopped first. */
final class FencingPolicy {

    private final Policies policies;

    FencingPolicy(Policies policies) {
        this.policies = policies;
    }

    /** For the holder of a valid lease, as long as the register says that it fences. */
    Step next(
            NodeState state,
            ClusterState cluster,
            Phase.Fencing fencing,
            ClusterState renewal,
            Moment now) {
        Optional<String> nothing = withoutData(state);
        if (nothing.isPresent()) {
            return Step.of(Role.WAITING, new Reason.DatabaseWillNotRun(nothing.get()));
        }
        return switch (policies.fence().judge(state, fencing, now)) {
            case FencePolicy.Verdict.Fenced()
                    when state.database().state() instanceof DatabaseState.Unknown(String why) ->
                    // To become active is to say that this data is whole: it must have been seen.
                    Step.of(
                            Role.FENCING,
                            new Reason.BringingUp(cluster.epoch(), "its database: " + why));
            case FencePolicy.Verdict.Fenced() -> activate(state, cluster, renewal);
            case FencePolicy.Verdict.Await(Set<NodeId> nodes, String lastAnswer) ->
                    Step.of(Role.FENCING, new Reason.AwaitingFence(nodes, lastAnswer));
            case FencePolicy.Verdict.Ask(List<NodeId> nodes) -> ask(state, cluster, nodes, now);
        };
    }

    private Step activate(NodeState state, ClusterState cluster, ClusterState renewal) {
        Settings settings = state.settings();
        Mode mode = policies.flapping().after(cluster.unrest(), settings.limits().flapping());
        ClusterState active =
                renewal.activeWith(DeclaredSynchrony.synchronyOf(Set.of(), settings.synchronous()))
                        .withRequest(new Request.None())
                        .withMode(mode);
        return Step.of(
                        Role.FENCING,
                        new Reason.BringingUp(cluster.epoch(), "all others have stopped"))
                .writing(active);
    }

    private static Step ask(NodeState state, ClusterState cluster, List<NodeId> nodes, Moment now) {
        List<Action> asks = new ArrayList<>();
        FenceView asking = state.fencing();
        for (NodeId node : nodes) {
            asks.add(new FencePeer(node, cluster.epoch()));
            asking = asking.asking(cluster.epoch(), node, now);
        }
        return Step.of(Role.FENCING, new Reason.AwaitingFence(Set.copyOf(nodes), "none yet"))
                .and(asks)
                .remembering(state.with(asking));
    }

    /**
     * Why a winner has nothing to serve with; empty where it may have. It lost its data after it
     * had won, and must not become active, since the register would then forget who had all of it.
     */
    static Optional<String> withoutData(NodeState state) {
        return switch (state.database().state()) {
            case DatabaseState.Absent() -> Optional.of("its data directory is empty");
            case DatabaseState.Unusable(String why) -> Optional.of(why);
            case DatabaseState.Primary _,
                    DatabaseState.Standby _,
                    DatabaseState.Stopped _,
                    DatabaseState.Starting _,
                    DatabaseState.Unknown _ ->
                    Optional.empty();
        };
    }
}
