package io.understudy.core.decision;

import io.understudy.core.action.Action;
import io.understudy.core.action.Outcome;
import io.understudy.core.explain.Reason;
import io.understudy.core.model.ClusterState;
import io.understudy.core.model.LogPosition;
import io.understudy.core.model.Moment;
import io.understudy.core.model.NodeId;
import io.understudy.core.model.Settings;
import io.understudy.core.model.SynchronousMode;
import io.understudy.core.model.Synchrony;
import io.understudy.core.observation.DatabaseState;
import java.util.Set;
import java.util.TreeSet;

/**
 * The register may only name nodes that commits wait for. So a node is added to what commits wait
 * for, has caught up, and only then is declared in sync; and is declared out of sync, and only then
 * no longer waited for. A write that had no answer may still happen: until that is settled, nobody
 * is dropped.
 */
final class DeclaredSynchrony implements SynchronyPolicy {

    @Override
    public Verdict judge(NodeState state, DatabaseState.Primary database, Moment now) {
        Settings settings = state.settings();
        ClusterState cluster = state.register().state().orElseThrow();
        Set<NodeId> declared =
                cluster.synchrony() instanceof Synchrony.InSync(Set<NodeId> nodes)
                        ? nodes
                        : Set.of();
        Set<NodeId> wanted = wanted(state, database, now);

        if (!wanted.containsAll(declared)) {
            Set<NodeId> kept = new TreeSet<>(declared);
            kept.retainAll(wanted);
            return new Verdict.Declare(
                    synchronyOf(kept, settings.synchronous()),
                    new Reason.SynchronyChange(
                            synchronyOf(kept, settings.synchronous()),
                            "a standby no longer streams"));
        }
        if (!database.waitsFor().equals(wanted) || mayStillChange(state)) {
            boolean drops = !wanted.containsAll(database.waitsFor());
            boolean settled =
                    state.register().unsettled().isEmpty() && state.register().writing().isEmpty();
            return drops && !settled ? new Verdict.Keep() : new Verdict.WaitFor(wanted);
        }
        Set<NodeId> caughtUp = new TreeSet<>(declared);
        for (DatabaseState.Follower follower : database.followers()) {
            if (wanted.contains(follower.node()) && hasCaughtUp(state, follower)) {
                caughtUp.add(follower.node());
            }
        }
        if (caughtUp.equals(declared)) {
            return new Verdict.Keep();
        }
        return new Verdict.Declare(
                new Synchrony.InSync(caughtUp),
                new Reason.SynchronyChange(
                        new Synchrony.InSync(caughtUp), "a standby has caught up"));
    }

    /**
     * Whether a change had no answer, or was begun by an earlier run of the daemon: it may come
     * later, and take a node out again that was seen to be waited for. Asking once more settles it.
     */
    private static boolean mayStillChange(NodeState state) {
        return !state.followers().told() || hadNoAnswer(state);
    }

    private static boolean hadNoAnswer(NodeState state) {
        return state.database()
                .failure()
                .filter(failure -> failure.action() instanceof Action.WaitFor)
                .filter(failure -> failure.outcome() instanceof Outcome.Unknown)
                .isPresent();
    }

    private static boolean hasCaughtUp(NodeState state, DatabaseState.Follower follower) {
        return follower.streaming()
                && follower.synchronous()
                && state.followers()
                        .catchUpOf(follower.node())
                        .filter((LogPosition target) -> follower.flushed().isAtLeast(target))
                        .isPresent();
    }

    private static Set<NodeId> wanted(NodeState state, DatabaseState.Primary database, Moment now) {
        Settings settings = state.settings();
        Set<NodeId> others = settings.otherCarriers();
        Set<NodeId> present = new TreeSet<>(others);
        present.removeIf(node -> !isPresent(state, database, node, now));
        return switch (settings.synchronous()) {
            case SynchronousMode.Off(var _) -> Set.of();
            case SynchronousMode.Preferred() -> present;
            case SynchronousMode.Strict() -> present.isEmpty() ? others : present;
        };
    }

    /**
     * One that commits wait for is given a while to come back; another counts from when it streams.
     */
    private static boolean isPresent(
            NodeState state, DatabaseState.Primary database, NodeId node, Moment now) {
        boolean streams =
                database.followers().stream()
                        .anyMatch(follower -> follower.node().equals(node) && follower.streaming());
        boolean missed =
                database.waitsFor().contains(node)
                        && state.followers()
                                .lastStreamingOf(node)
                                .filter(last ->
                                        now.isBefore(last.plus(state.settings().timings().drop())))
                                .isPresent();
        return streams || missed;
    }

    static Synchrony synchronyOf(Set<NodeId> inSync, SynchronousMode mode) {
        return switch (mode) {
            case SynchronousMode.Strict() -> new Synchrony.InSync(inSync);
            case SynchronousMode.Preferred() ->
                    inSync.isEmpty() ? new Synchrony.Solo() : new Synchrony.InSync(inSync);
            case SynchronousMode.Off(var _) -> new Synchrony.Asynchronous();
        };
    }
}
