package io.understudy.core.decision;

import io.understudy.core.explain.Reason;
import io.understudy.core.model.ClusterState;
import io.understudy.core.model.Epoch;
import io.understudy.core.model.LogPoint;
import io.understudy.core.model.LogPosition;
import io.understudy.core.model.Mode;
import io.understudy.core.model.Phase;
import io.understudy.core.model.Request;
import io.understudy.core.model.Unrest;
import io.understudy.core.observation.DatabaseState;
import java.util.Set;

/** How the founder of a cluster becomes its first primary, with the data that it has. */
final class FoundingPolicy {

    private FoundingPolicy() {}

    /** For the founder, where there has never been a register. */
    static Step next(NodeState state) {
        return switch (state.database().state()) {
            case DatabaseState.Primary(int timeline, LogPosition end, var _, var _) ->
                    found(state, new LogPoint(timeline, end));
            case DatabaseState.Stopped(int timeline, LogPosition end, var _, boolean standby)
                    when !standby ->
                    found(state, new LogPoint(timeline, end));
            case DatabaseState.Unusable(String why) ->
                    Step.of(Role.WAITING, new Reason.DatabaseWillNotRun(why));
            case DatabaseState.Absent() ->
                    Step.of(
                            Role.WAITING,
                            new Reason.DatabaseWillNotRun("its data directory is empty"));
            case DatabaseState.Stopped _,
                    DatabaseState.Starting _,
                    DatabaseState.Standby _,
                    DatabaseState.Unseen _ ->
                    Step.of(
                            Role.WAITING,
                            new Reason.DatabaseNotReady("its data is not a primary's"));
        };
    }

    private static Step found(NodeState state, LogPoint end) {
        ClusterState first =
                new ClusterState(
                        Epoch.NONE.next(),
                        state.self(),
                        state.incarnation(),
                        0,
                        new Phase.Active(),
                        DeclaredSynchrony.synchronyOf(Set.of(), state.settings().synchronous()),
                        end,
                        new Mode.Automatic(),
                        new Request.None(),
                        Unrest.NONE);
        return Step.of(Role.CONTENDING, new Reason.FoundingCluster()).writing(first);
    }
}
