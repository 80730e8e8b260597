package io.understudy.core.decision;

import io.understudy.core.model.ClusterState;
import io.understudy.core.model.Limits;
import io.understudy.core.model.Moment;
import io.understudy.core.model.NodeId;
import io.understudy.core.model.Synchrony;
import io.understudy.core.model.TakeoverMode;
import io.understudy.core.observation.ServerState;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/**
 * A server that fails is started again at once, then after pauses that double, until its restarts
 * are used up. Then a standby that is in sync gets the place, once, unless the server has failed
 * there in the same way; else it is left.
 */
final class BudgetedRestarts implements RestartPolicy {

    @Override
    public Verdict judge(NodeState state, ClusterState cluster, Moment now) {
        return switch (state.server().state()) {
            case ServerState.Healthy(), ServerState.Unknown _ -> new Verdict.Run();
            case ServerState.Starting() -> starting(state, now);
            case ServerState.Unhealthy(String why) -> unhealthy(state, why, now);
            case ServerState.Stopped _ -> stopped(state, cluster, now);
            case ServerState.Unusable(String why) ->
                    successor(state, cluster)
                            .<Verdict>map(to -> new Verdict.Move(to, why))
                            .orElseGet(Verdict.Run::new);
        };
    }

    private static Verdict starting(NodeState state, Moment now) {
        Duration longest = state.settings().limits().server().startTimeout();
        return state.restarts()
                .runSince()
                .filter(since -> !now.reached(since.plus(longest)))
                .<Verdict>map(_ -> new Verdict.Run())
                .orElseGet(() ->
                        new Verdict.Stop(
                                "it did not answer within "
                                        + longest.toSeconds()
                                        + " s of its start"));
    }

    private static Verdict unhealthy(NodeState state, String why, Moment now) {
        Duration longest = state.settings().limits().server().unhealthyAfter();
        return state.restarts()
                .unhealthySince()
                .filter(since -> !now.reached(since.plus(longest)))
                .<Verdict>map(_ -> new Verdict.Run())
                .orElseGet(() -> new Verdict.Stop(why));
    }

    private static Verdict stopped(NodeState state, ClusterState cluster, Moment now) {
        RestartView restarts = state.restarts();
        Limits.Server limits = state.settings().limits().server();
        String why = restarts.last().map(RestartView.Failure::why).orElse("it failed before");
        boolean used =
                restarts.failures() > limits.restarts()
                        || cluster.unrest().serverFailed().contains(state.self());
        if (used) {
            return successor(state, cluster)
                    .<Verdict>map(to -> new Verdict.Move(to, why))
                    .orElseGet(() -> new Verdict.Leave(why));
        }
        return restarts.nextTry()
                .filter(due -> !now.reached(due))
                .<Verdict>map(Verdict.Wait::new)
                .orElseGet(Verdict.Run::new);
    }

    /** Who has every acknowledged commit, and on whom the server has not failed, too. */
    private static Optional<NodeId> successor(NodeState state, ClusterState cluster) {
        boolean mayMove =
                !state.restarts().moved()
                        && PausePolicy.objection(cluster).isEmpty()
                        && state.settings().takeover() != TakeoverMode.MANUAL;
        return mayMove && cluster.synchrony() instanceof Synchrony.InSync(Set<NodeId> nodes)
                ? nodes.stream()
                        .filter(node -> !cluster.unrest().serverFailed().contains(node))
                        .findFirst()
                : Optional.empty();
    }
}
