package io.understudy.node;

import io.understudy.core.model.Moment;
import io.understudy.core.observation.GuardState;
import io.understudy.node.api.GuardDesk;
import io.understudy.node.api.GuardReport;
import io.understudy.node.api.GuardSheet;
import io.understudy.node.api.GuardTest;
import io.understudy.node.guard.Drill;
import io.understudy.node.guard.GuardProgram;
import io.understudy.node.guard.Sight;
import io.understudy.node.loop.Monotonic;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The guard's answers in the words of the API. */
final class GuardReception implements GuardDesk {

    private static final Duration LONGEST_LOOK = Duration.ofSeconds(1);

    private final GuardProgram guard;
    private final Monotonic clock = Monotonic.system();

    GuardReception(GuardProgram guard) {
        this.guard = guard;
    }

    @Override
    public GuardReport report() {
        Optional<GuardReport.Proved> proved =
                guard.lastProof()
                        .map(proof ->
                                new GuardReport.Proved(proof.at(), proof.late().toNanos() / 1000));
        return guard.latest()
                .map(state -> report(state, proved))
                .orElseGet(() ->
                        new GuardReport("unknown", Optional.empty(), Optional.empty(), proved));
    }

    @Override
    public GuardSheet sheet() {
        return switch (guard.sight(LONGEST_LOOK)) {
            case Sight.Seen seen ->
                    new GuardSheet(
                            report(),
                            Optional.of(
                                    new GuardSheet.Powers(
                                            seen.locked(),
                                            seen.realtime(),
                                            seen.spared(),
                                            seen.watchdog())),
                            seen.targets().stream()
                                    .map(one ->
                                            new GuardSheet.Target(
                                                    one.kind(), one.pid(), one.name()))
                                    .toList(),
                            seen.count(),
                            Optional.empty());
            case Sight.Unseen(String why) ->
                    new GuardSheet(report(), Optional.empty(), List.of(), 0, Optional.of(why));
        };
    }

    @Override
    public GuardTest test() {
        return switch (guard.drill()) {
            case Drill.Proved(Duration late, int processes) ->
                    new GuardTest(
                            Optional.of(late.toNanos() / 1000),
                            processes,
                            Optional.empty(),
                            sheet());
            case Drill.Failed(String why) ->
                    new GuardTest(Optional.empty(), 0, Optional.of(why), sheet());
        };
    }

    private GuardReport report(GuardState state, Optional<GuardReport.Proved> proved) {
        return switch (state) {
            case GuardState.Armed(var _, Moment until) ->
                    new GuardReport("armed", Optional.empty(), Optional.of(left(until)), proved);
            case GuardState.Idle() ->
                    new GuardReport("idle", Optional.empty(), Optional.empty(), proved);
            case GuardState.Missing(String why) ->
                    new GuardReport("missing", Optional.of(why), Optional.empty(), proved);
        };
    }

    private Duration left(Moment until) {
        Duration left = until.since(clock.now());
        return left.isNegative() ? Duration.ZERO : left;
    }
}
