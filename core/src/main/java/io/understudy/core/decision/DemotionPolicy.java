package io.understudy.core.decision;

import io.understudy.core.action.Action;
import io.understudy.core.action.Action.OnDatabase;
import io.understudy.core.action.Action.Promote;
import io.understudy.core.action.Action.ReleaseAddress;
import io.understudy.core.action.Action.StartPrimary;
import io.understudy.core.action.Action.StartServer;
import io.understudy.core.action.Action.StopDatabase;
import io.understudy.core.action.Action.StopServer;
import io.understudy.core.action.StopMode;
import io.understudy.core.model.Moment;
import io.understudy.core.observation.DatabaseState;
import io.understudy.core.observation.ServerState;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** What of a node serves, and how to end that when it has no right to. */
final class DemotionPolicy {

    private DemotionPolicy() {}

    static boolean serves(NodeState state) {
        return runs(state) || AddressPolicy.holds(state);
    }

    /** Whether anything that serves runs here, wherever the address is. */
    static boolean runs(NodeState state) {
        return databaseServes(state) || serverRuns(state);
    }

    /**
     * Whether a stop is under way, or nobody has seen yet what it left: what it overtook may still
     * show.
     */
    static boolean stops(NodeState state) {
        return state.database().mayStillDo(StopDatabase.class::isInstance)
                || state.server().mayStillDo(StopServer.class::isInstance)
                || state.address().isDoing(new ReleaseAddress());
    }

    static boolean databaseServes(NodeState state) {
        Predicate<OnDatabase> rises =
                action -> action instanceof StartPrimary || action instanceof Promote;
        return state.database().mayStillDo(rises)
                || state.database().isUnconfirmed(rises)
                || switch (state.database().state()) {
                    case DatabaseState.Primary _ -> true;
                    case DatabaseState.Starting(boolean standby, var _) -> !standby;
                    case DatabaseState.Absent _,
                            DatabaseState.Stopped _,
                            DatabaseState.Standby _,
                            DatabaseState.Unusable _,
                            DatabaseState.Unseen _ ->
                            false;
                };
    }

    static boolean serverRuns(NodeState state) {
        boolean rising = state.server().mayStillDo(StartServer.class::isInstance);
        return rising
                || switch (state.server().state()) {
                    case ServerState.Starting _, ServerState.Healthy _, ServerState.Unhealthy _ ->
                            true;
                    case ServerState.Stopped _, ServerState.Unusable _, ServerState.Unknown _ ->
                            false;
                };
    }

    /**
     * The address goes and everything that serves is killed, all at the same time: the lease leaves
     * no time to ask.
     */
    static List<Action> stopAtOnce(NodeState state, Moment now) {
        List<Action> actions = new ArrayList<>(AddressPolicy.release(state, now));
        StopServer stopServer = new StopServer(StopMode.AT_ONCE);
        if (serverRuns(state)
                && !state.server().isDoing(stopServer)
                && !state.server().mustWait(stopServer, now)) {
            actions.add(stopServer);
        }
        StopDatabase stopDatabase = new StopDatabase(StopMode.AT_ONCE);
        if (databaseServes(state)
                && !state.database().isDoing(stopDatabase)
                && !state.database().mustWait(stopDatabase, now)) {
            actions.add(stopDatabase);
        }
        return actions;
    }

    /**
     * Whether it is known that nothing here serves, nor will: all was looked at, and nothing that
     * was begun may still show.
     */
    static boolean surelyStopped(NodeState state) {
        return !serves(state)
                && !stops(state)
                && AddressPolicy.isSurelyAway(state)
                && state.database().doubt().isEmpty()
                && state.server().doubt().isEmpty()
                && state.database().seenAt().isPresent()
                && state.server().seenAt().isPresent();
    }
}
