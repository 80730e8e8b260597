package io.understudy.core.decision;

import io.understudy.core.action.Action.StopServer;
import io.understudy.core.action.StopMode;
import io.understudy.core.explain.Reason;
import io.understudy.core.model.ClusterState;
import io.understudy.core.model.Moment;
import io.understudy.core.model.NodeId;
import io.understudy.core.model.Request;
import io.understudy.core.model.Unrest;
import java.util.List;
import java.util.Optional;

/** What the active node does about a server that does not run well. */
final class ServerUpkeep {

    /** What the request of a holder begins with, unlike any of a person. */
    private static final String OWN_MOVE = "server-failed-";

    private final RestartPolicy policy;

    ServerUpkeep(RestartPolicy policy) {
        this.policy = policy;
    }

    /** The step that the limits ask for; empty where the server may be started, or runs well. */
    Optional<Step> next(NodeState state, ClusterState cluster, ClusterState renewal, Moment now) {
        if (state.server().isBusy()) {
            return Optional.empty();
        }
        return switch (policy.judge(state, cluster, now)) {
            case RestartPolicy.Verdict.Run() -> Optional.empty();
            case RestartPolicy.Verdict.Stop(String why) -> Optional.of(stop(state, why, now));
            case RestartPolicy.Verdict.Wait(Moment until) ->
                    Optional.of(restarting(state).dueAt(until));
            case RestartPolicy.Verdict.Move(NodeId to, String why) ->
                    Optional.of(move(state, renewal, to, why));
            case RestartPolicy.Verdict.Leave(String why) -> Optional.of(leave(state, renewal, why));
        };
    }

    /** Whether a holder asked for that itself, since its server does not run. */
    static boolean isOwnMove(Request request) {
        return request instanceof Request.Switchover(String id, _, _) && id.startsWith(OWN_MOVE);
    }

    private static Step stop(NodeState state, String why, Moment now) {
        StopServer stop = new StopServer(StopMode.ORDERLY);
        Step step = Step.of(Role.ACTIVE, new Reason.ServerWillNotRun(why));
        if (state.server().mustWait(stop, now)) {
            return step;
        }
        return step.and(List.of(stop)).remembering(state.with(state.restarts().failed(now, why)));
    }

    private static Step restarting(NodeState state) {
        String why = state.restarts().last().map(RestartView.Failure::why).orElse("it failed");
        int restarts = state.settings().limits().server().restarts();
        return Step.of(
                Role.PROMOTING,
                new Reason.ServerRestarting(why, state.restarts().failures(), restarts));
    }

    /**
     * By plan, as a person would: in order, losing nothing, and dropped where it takes too long.
     */
    private static Step move(NodeState state, ClusterState renewal, NodeId to, String why) {
        Request request = new Request.Switchover(OWN_MOVE + renewal.epoch(), to, renewal.epoch());
        return Step.of(Role.ACTIVE, new Reason.ServerMoves(to, why))
                .writing(
                        renewal.withUnrest(renewal.unrest().failedOn(state.self()).moved())
                                .withRequest(request));
    }

    private static Step leave(NodeState state, ClusterState renewal, String why) {
        Unrest noted = renewal.unrest().failedOn(state.self());
        Step step = Step.of(Role.ACTIVE, new Reason.ServerGivenUp(noted.serverFailed(), why));
        return noted.equals(renewal.unrest()) ? step : step.writing(renewal.withUnrest(noted));
    }
}
