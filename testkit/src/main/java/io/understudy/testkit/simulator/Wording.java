package io.understudy.testkit.simulator;

import io.understudy.core.action.Action;
import io.understudy.core.action.Outcome;
import io.understudy.core.model.ClusterState;
import io.understudy.core.model.Mode;
import io.understudy.core.model.Phase;
import io.understudy.core.model.Request;
import io.understudy.core.model.Synchrony;
import io.understudy.core.model.Unrest;
import io.understudy.core.model.Versioned;
import io.understudy.core.observation.DatabaseState;
import java.util.stream.Collectors;

/** Values as a transcript shows them: short. */
final class Wording {
    private Wording() {}

    static String of(Object value) {
        return switch (value) {
            case ClusterState state -> state(state);
            case Versioned(var version, ClusterState state) -> "v" + version + " " + state(state);
            case Synchrony synchrony -> synchrony(synchrony);
            case Action action -> action(action);
            case Outcome outcome -> outcome(outcome);
            case DatabaseState state -> database(state);
            default -> String.valueOf(value);
        };
    }

    private static String state(ClusterState state) {
        return "epoch %s %s %s renewal %d by %s, %s, at %s%s%s"
                .formatted(
                        state.epoch(),
                        state.holder(),
                        phase(state.phase()),
                        state.renewal(),
                        state.incarnation(),
                        synchrony(state.synchrony()),
                        state.position(),
                        switch (state.mode()) {
                                    case Mode.Automatic() -> "";
                                    case Mode.Paused _ -> ", paused";
                                    case Mode.Held _ -> ", held";
                                }
                                + (state.unrest().equals(Unrest.NONE) ? "" : ", " + state.unrest()),
                        state.request() instanceof Request.None ? "" : ", " + state.request());
    }

    private static String phase(Phase phase) {
        return switch (phase) {
            case Phase.Fencing(var nodes, var last) ->
                    "fencing %s (last active %s)".formatted(nodes, last);
            case Phase.Active() -> "active";
            case Phase.Away(var length) -> "away for " + length;
            case Phase.Ceded(var successor, var end) ->
                    "ceded to %s at %s".formatted(successor, end);
        };
    }

    private static String synchrony(Synchrony synchrony) {
        return switch (synchrony) {
            case Synchrony.Solo() -> "solo";
            case Synchrony.InSync(var nodes) -> "in sync " + nodes;
            case Synchrony.Asynchronous() -> "asynchronous";
        };
    }

    private static String action(Action action) {
        return switch (action) {
            case Action.WriteRegister(var expected, var next) ->
                    "write over v%s: %s".formatted(expected, state(next));
            case Action.ReadRegister() -> "read the register";
            default -> action.toString();
        };
    }

    private static String outcome(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Done() -> "done";
            case Outcome.Refused(var why) -> "refused: " + why;
            case Outcome.Failed(var why) -> "failed: " + why;
            case Outcome.NotYet(var why) -> "not yet: " + why;
            case Outcome.Unknown(var why) -> "unknown: " + why;
        };
    }

    private static String database(DatabaseState state) {
        return switch (state) {
            case DatabaseState.Primary(var timeline, var end, var waitsFor, var followers) ->
                    "primary on timeline %d to %s, waits for %s, followed by %s"
                            .formatted(
                                    timeline,
                                    end,
                                    waitsFor,
                                    followers.stream()
                                            .map(Wording::follower)
                                            .collect(Collectors.joining("; ", "[", "]")));
            case DatabaseState.Standby(var timeline, var received, _, var upstream, var stream) ->
                    "standby of %s on timeline %d to %s, %s"
                            .formatted(
                                    upstream.map(Object::toString).orElse("nobody"),
                                    timeline,
                                    received,
                                    switch (stream) {
                                        case OPEN -> "streaming";
                                        case AWAITED -> "no stream";
                                        case LOG_GONE -> "no log to stream";
                                    });
            case DatabaseState.Absent() -> "no data";
            case DatabaseState.Stopped stopped -> stopped.toString();
            case DatabaseState.Starting(boolean standby, boolean logGone) ->
                    (standby ? "starting as a standby" : "starting")
                            + (logGone ? " without its log" : "");
            case DatabaseState.Unusable(var why) -> "unusable: " + why;
            case DatabaseState.Refused(var why) -> "says no: " + why;
            case DatabaseState.Silent(var why) -> "silent: " + why;
            case DatabaseState.Unknown(var why) -> "unknown: " + why;
        };
    }

    private static String follower(DatabaseState.Follower follower) {
        return "%s to %s%s%s"
                .formatted(
                        follower.node(),
                        follower.flushed(),
                        follower.streaming() ? " streaming" : "",
                        follower.synchronous() ? " synchronous" : "");
    }
}
