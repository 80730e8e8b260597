package io.understudy.core.decision;

import io.understudy.core.action.Action;
import io.understudy.core.action.Action.StopDatabase;
import io.understudy.core.action.Action.StopServer;
import io.understudy.core.action.StopMode;
import io.understudy.core.decision.RegisterView.Sight;
import io.understudy.core.explain.Reason;
import io.understudy.core.model.ClusterState;
import io.understudy.core.model.LogPosition;
import io.understudy.core.model.Moment;
import io.understudy.core.model.NodeId;
import io.understudy.core.model.Phase;
import io.understudy.core.model.Request;
import io.understudy.core.model.SynchronousMode;
import io.understudy.core.model.Synchrony;
import io.understudy.core.observation.DatabaseState;
import java.util.List;
import java.util.Optional;

/**
 * How the active node gives its place away: the server stops, then the database in order while the
 * address goes, and then the register names the successor and the end of the log. Until that last
 * write the holder can still go on by itself.
 */
final class SwitchoverPolicy {

    private SwitchoverPolicy() {}

    /** The next step of the planned move that was asked for; empty where none was. */
    static Optional<Step> next(NodeState state, Sight.Seen seen, ClusterState renewal, Moment now) {
        if (!(seen.state().request() instanceof Request.Switchover request)) {
            return Optional.empty();
        }
        boolean began = !(state.database().state() instanceof DatabaseState.Primary);
        Moment deadline = seen.requestSince().plus(state.settings().timings().switchover());
        Optional<String> objection =
                now.reached(deadline)
                        ? Optional.of(
                                "it took longer than "
                                        + state.settings().timings().switchover().toSeconds()
                                        + " s")
                        : began ? Optional.empty() : objection(state, seen.state(), request);
        return Optional.of(
                objection
                        .map(why -> drop(request, renewal, why))
                        .orElseGet(() -> cede(state, request.to(), renewal, now)));
    }

    /** Why that node can't be moved to by plan; empty where it can. */
    static Optional<String> objection(
            NodeState state, ClusterState cluster, Request.Switchover request) {
        NodeId to = request.to();
        if (PausePolicy.objection(cluster).isPresent()) {
            return Optional.of("the cluster is paused; resume it first");
        }
        if (!request.seen().equals(cluster.epoch())) {
            return Optional.of(
                    "it was asked in epoch "
                            + request.seen()
                            + ", and this is epoch "
                            + cluster.epoch());
        }
        if (cluster.isHeldBy(to)) {
            return Optional.of(to + " is the primary already");
        }
        if (!state.settings().carriers().contains(to)) {
            return Optional.of(to + " carries no database");
        }
        if (cluster.isHeldBy(state.self()) && !FilesPolicy.mayFollow(state, to)) {
            return Optional.of(to + " does not have all files of " + cluster.holder() + " yet");
        }
        boolean inSync =
                cluster.synchrony().includes(to)
                        || (cluster.synchrony() instanceof Synchrony.Asynchronous
                                && streamsTo(state, cluster, to));
        return inSync
                ? Optional.empty()
                : Optional.of(to + " is not in sync with " + cluster.holder());
    }

    private static boolean streamsTo(NodeState state, ClusterState cluster, NodeId to) {
        if (!(state.settings().synchronous() instanceof SynchronousMode.Off(long limit))) {
            return false;
        }
        // Only the primary sees its followers; another node lets it decide.
        return !cluster.isHeldBy(state.self())
                || (state.database().state() instanceof DatabaseState.Primary primary
                        && primary.followers().stream()
                                .anyMatch(follower ->
                                        follower.node().equals(to)
                                                && follower.streaming()
                                                && follower.flushed().behind(primary.end())
                                                        <= limit));
    }

    private static Step drop(Request.Switchover request, ClusterState renewal, String why) {
        return Step.of(Role.CEDING, new Reason.SwitchoverDropped(request.to(), why))
                .writing(renewal.withRequest(new Request.None()));
    }

    /** What the server wrote last goes to the successor while the database stops. */
    private static Step cede(NodeState state, NodeId to, ClusterState renewal, Moment now) {
        Step step = ceding(state, to, renewal, now);
        return DemotionPolicy.serverRuns(state)
                ? step
                : FilesPolicy.flush(state, renewal, now)
                        .map(flush -> step.and(List.of(flush)))
                        .orElse(step);
    }

    private static Step ceding(NodeState state, NodeId to, ClusterState renewal, Moment now) {
        if (DemotionPolicy.serverRuns(state)) {
            return step(
                    state.server().isBusy(),
                    to,
                    "its server stops",
                    new StopServer(StopMode.ORDERLY));
        }
        boolean busy = state.database().isBusy();
        List<Action> release = AddressPolicy.release(state, now);
        return switch (state.database().state()) {
            case DatabaseState.Primary _ ->
                    step(busy, to, "its database stops", new StopDatabase(StopMode.ORDERLY))
                            .and(release);
            case DatabaseState.Stopped(var _, LogPosition end, boolean clean, boolean standby)
                    when clean && !standby ->
                    busy
                                    || !AddressPolicy.isSurelyAway(state)
                                    || !FilesPolicy.isHandedOver(state, to)
                            ? Step.of(Role.CEDING, new Reason.Ceding(to, awaited(state, to)))
                                    .and(release)
                            : Step.of(Role.CEDING, new Reason.Ceding(to, "its place is given away"))
                                    .writing(renewal.withPhase(new Phase.Ceded(to, end)));
            case DatabaseState.Stopped _,
                    DatabaseState.Absent _,
                    DatabaseState.Starting _,
                    DatabaseState.Standby _,
                    DatabaseState.Unusable _,
                    DatabaseState.Unseen _ ->
                    drop(
                            new Request.Switchover("", to, renewal.epoch()),
                            renewal,
                            "its database did not stop in order");
        };
    }

    private static String awaited(NodeState state, NodeId to) {
        if (state.database().isBusy()) {
            return "its database stops";
        }
        if (AddressPolicy.isSurelyAway(state)) {
            return FilesPolicy.handing(state, to);
        }
        return state.address()
                .doubt()
                .or(() ->
                        state.address()
                                .failure()
                                .filter(failed -> failed.action() instanceof Action.ReleaseAddress)
                                .map(ResourceView.Failure::why))
                .map(why -> "its address is to be away first: " + why)
                .orElse("its address goes");
    }

    private static Step step(boolean busy, NodeId to, String what, Action action) {
        Reason reason = new Reason.Ceding(to, what);
        return busy ? Step.of(Role.CEDING, reason) : Step.of(Role.CEDING, reason, action);
    }
}
