package io.understudy.core.decision;

import io.understudy.core.decision.RegisterView.Sight;
import io.understudy.core.explain.Reason;
import io.understudy.core.model.ClusterState;
import io.understudy.core.model.Mode;
import io.understudy.core.model.Moment;
import java.time.Duration;
import java.util.Optional;

/**
 * When a pause is over. Each node counts from when it first saw it, so a node that started later
 * waits longer.
 */
final class PausePolicy {

    private PausePolicy() {}

    static boolean isPaused(NodeState state) {
        return state.register()
                .state()
                .filter(cluster -> !(cluster.mode() instanceof Mode.Automatic))
                .isPresent();
    }

    /** Why nothing moves by itself; empty where it may. */
    static Optional<Reason> objection(ClusterState cluster) {
        return switch (cluster.mode()) {
            case Mode.Automatic() -> Optional.empty();
            case Mode.Paused(var _, String by) -> Optional.of(new Reason.ClusterPaused(by));
            case Mode.Held(Duration length, int moves) ->
                    Optional.of(new Reason.ClusterHeld(moves, length));
        };
    }

    static boolean isOver(Sight.Seen seen, Moment now) {
        return switch (seen.state().mode()) {
            case Mode.Automatic() -> false;
            case Mode.Paused(Duration length, var _) -> now.reached(seen.pauseSince().plus(length));
            case Mode.Held(Duration length, var _) -> now.reached(seen.pauseSince().plus(length));
        };
    }
}
