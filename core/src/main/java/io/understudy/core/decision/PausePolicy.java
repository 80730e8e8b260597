package io.understudy.core.decision;

import io.understudy.core.decision.RegisterView.Sight;
import io.understudy.core.model.Mode;
import io.understudy.core.model.Moment;
import java.time.Duration;

/**
 * When a pause is over. Each node counts from when it first saw it, so a node that started later
 * waits longer.
 */
final class PausePolicy {

    private PausePolicy() {}

    static boolean isPaused(NodeState state) {
        return state.register()
                .state()
                .filter(cluster -> cluster.mode() instanceof Mode.Paused)
                .isPresent();
    }

    static boolean isOver(Sight.Seen seen, Moment now) {
        return seen.state().mode() instanceof Mode.Paused(Duration length, var _)
                && now.reached(seen.pauseSince().plus(length));
    }
}
