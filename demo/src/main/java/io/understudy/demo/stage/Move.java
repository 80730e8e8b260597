package io.understudy.demo.stage;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * One move, from its cause to the first build.
 *
 * @param name for people
 * @param began the kill, or the command
 * @param phases in order
 * @param gap the longest time between two acknowledged commits around it
 */
public record Move(String name, Instant began, List<Phase> phases, Duration gap) {

    public Move {
        phases = List.copyOf(phases);
    }

    /** Something that was reached, and when. */
    public record Phase(String name, Instant at) {}

    /**
     * When a phase was reached, counted from the beginning; empty where the move had no such phase.
     */
    public Optional<Duration> until(String phase) {
        return phases.stream()
                .filter(reached -> reached.name().equals(phase))
                .findFirst()
                .map(reached -> Duration.between(began, reached.at()));
    }

    static double seconds(Duration duration) {
        return duration.toNanos() / 1e9;
    }
}
