package io.understudy.node.api;

import io.understudy.node.api.MoveReport.Kind;
import io.understudy.node.api.MoveReport.Phase;
import io.understudy.node.api.MoveReport.PhaseReport;
import io.understudy.node.api.MoveReport.Side;
import io.understudy.node.api.MoveReport.State;
import java.time.Duration;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How long a move will take, by earlier ones. Pure.
 *
 * @param moves how many earlier ones it is made of
 * @param phases the median of each phase
 */
public record Forecast(int moves, Map<Phase, Duration> phases) {

    private static final Forecast NOTHING = new Forecast(0, Map.of());

    public Forecast {
        phases = Collections.unmodifiableMap(phases.isEmpty() ? Map.of() : new EnumMap<>(phases));
    }

    /** By the moves of that kind that went through without an interruption, on that side. */
    public static Forecast of(List<MoveReport> earlier, Kind kind, Side side) {
        List<MoveReport> alike =
                earlier.stream()
                        .filter(move -> move.kind() == kind && move.side() == side)
                        .filter(move -> move.outcome().state() == State.DONE)
                        .filter(move -> move.outcome().interruptions() == 0)
                        .toList();
        if (alike.isEmpty()) {
            return NOTHING;
        }
        Map<Phase, Duration> medians = new EnumMap<>(Phase.class);
        for (Phase phase : Phase.values()) {
            List<Duration> took =
                    alike.stream()
                            .flatMap(move -> move.phases().stream())
                            .filter(one -> one.phase() == phase)
                            .map(PhaseReport::took)
                            .flatMap(Optional::stream)
                            .sorted()
                            .toList();
            if (!took.isEmpty()) {
                medians.put(phase, median(took));
            }
        }
        return new Forecast(alike.size(), medians);
    }

    public Optional<Duration> of(Phase phase) {
        return Optional.ofNullable(phases.get(phase));
    }

    /** All phases together; empty where there was no such move yet. */
    public Optional<Duration> total() {
        return moves == 0
                ? Optional.empty()
                : Optional.of(phases.values().stream().reduce(Duration.ZERO, Duration::plus));
    }

    private static Duration median(List<Duration> sorted) {
        int middle = sorted.size() / 2;
        return sorted.size() % 2 == 1
                ? sorted.get(middle)
                : sorted.get(middle - 1).plus(sorted.get(middle)).dividedBy(2);
    }
}
