package io.understudy.node.api;

import io.understudy.core.decision.NodeState;
import io.understudy.core.decision.RestartView;
import io.understudy.core.model.Moment;
import io.understudy.core.observation.ServerState;
import java.time.Duration;
import java.util.Optional;

/** Makes a report of how a server has failed. Pure. */
final class RestartReports {

    private RestartReports() {}

    static Optional<RestartReport> of(NodeState state, Moment now) {
        RestartView view = state.restarts();
        boolean marked =
                state.register()
                        .state()
                        .filter(found -> found.unrest().serverFailed().contains(state.self()))
                        .isPresent();
        if (view.failures() == 0 && !marked) {
            return Optional.empty();
        }
        int limit = state.settings().limits().server().restarts();
        boolean left = marked || view.failures() > limit;
        Optional<Duration> nextTry =
                view.nextTry()
                        .filter(_ -> !left)
                        .filter(_ -> state.server().state() instanceof ServerState.Stopped)
                        .map(due -> due.isBefore(now) ? Duration.ZERO : due.since(now));
        return Optional.of(
                new RestartReport(
                        view.failures(),
                        limit,
                        nextTry,
                        left,
                        view.last().map(RestartView.Failure::why)));
    }
}
