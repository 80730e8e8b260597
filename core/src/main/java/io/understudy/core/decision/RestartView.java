package io.understudy.core.decision;

import io.understudy.core.action.Action.OnServer;
import io.understudy.core.action.Action.StartServer;
import io.understudy.core.action.Action.StopServer;
import io.understudy.core.model.Limits;
import io.understudy.core.model.Moment;
import io.understudy.core.observation.ServerState;
import java.time.Duration;
import java.util.Optional;

/**
 * How the protected server has run on this node.
 *
 * @param runSince since when it has run, or was asked to; empty while it is not meant to
 * @param healthySince since when it has answered its probe, while it does
 * @param unhealthySince since when it has failed its probe, having answered once
 * @param failures how often it has failed since it last stayed healthy for long
 * @param last the latest failure
 * @param moved whether it has asked for a move away from here: it does so once, since a move that
 *     is dropped has stopped the database, too
 */
public record RestartView(
        Optional<Moment> runSince,
        Optional<Moment> healthySince,
        Optional<Moment> unhealthySince,
        int failures,
        Optional<Failure> last,
        boolean moved) {

    /** After the second failure in a row; the first is followed by a start at once. */
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);

    private static final int MOST_DOUBLINGS = 6;

    public static final RestartView NONE =
            new RestartView(
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    0,
                    Optional.empty(),
                    false);

    /**
     * That it ended, or had to be.
     *
     * @param why for people
     */
    public record Failure(Moment at, String why) {}

    /**
     * A look; {@code trouble} says why the last action did not work, where nothing better is known.
     */
    RestartView saw(Moment at, ServerState found, Limits.Server limits, String trouble) {
        return switch (found) {
            case ServerState.Healthy() -> healthy(at, limits);
            case ServerState.Unhealthy _ ->
                    run(
                            runSince.or(() -> Optional.of(at)),
                            Optional.empty(),
                            unhealthySince.or(() -> Optional.of(at)));
            case ServerState.Starting() ->
                    run(runSince.or(() -> Optional.of(at)), Optional.empty(), Optional.empty());
            case ServerState.Stopped(String words) -> gone(at, words.isBlank() ? trouble : words);
            case ServerState.Unusable(String why) -> gone(at, why);
            case ServerState.Unknown _ -> this;
        };
    }

    private RestartView healthy(Moment at, Limits.Server limits) {
        Moment since = healthySince.orElse(at);
        RestartView running =
                run(runSince.or(() -> Optional.of(at)), Optional.of(since), Optional.empty());
        return at.reached(since.plus(limits.settledAfter())) ? running.forgiven() : running;
    }

    /** Whoever is not meant to run has not failed. */
    private RestartView gone(Moment at, String why) {
        return runSince.isPresent() ? failed(at, why) : this;
    }

    /** This run is over, one way or the other. */
    RestartView failed(Moment at, String why) {
        return new RestartView(
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                failures + 1,
                Optional.of(new Failure(at, why)),
                moved);
    }

    /** When a server that has failed is started again; empty where it has not. */
    public Optional<Moment> nextTry() {
        int doublings = Math.min(failures - 2, MOST_DOUBLINGS);
        Duration pause = doublings < 0 ? Duration.ZERO : FIRST_PAUSE.multipliedBy(1L << doublings);
        return last.map(failure -> failure.at().plus(pause));
    }

    RestartView began(Moment at, OnServer action) {
        return switch (action) {
            case StartServer _ -> run(Optional.of(at), Optional.empty(), Optional.empty());
            case StopServer _ -> run(Optional.empty(), Optional.empty(), Optional.empty());
        };
    }

    /** It may not run now: how it ends says nothing of it. */
    RestartView unjudged() {
        return run(Optional.empty(), Optional.empty(), Optional.empty());
    }

    RestartView asMoved() {
        return new RestartView(runSince, healthySince, unhealthySince, failures, last, true);
    }

    RestartView forgiven() {
        return new RestartView(runSince, healthySince, unhealthySince, 0, Optional.empty(), false);
    }

    private RestartView run(
            Optional<Moment> since, Optional<Moment> healthy, Optional<Moment> unhealthy) {
        return new RestartView(since, healthy, unhealthy, failures, last, moved);
    }
}
