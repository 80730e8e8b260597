package io.understudy.node.trend;

import io.understudy.core.model.LogPosition;
import io.understudy.core.model.Moment;
import io.understudy.core.observation.DatabaseState;
import io.understudy.node.api.FilesReport;
import io.understudy.node.api.LogTrail;
import io.understudy.node.api.Measure;
import java.time.Duration;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/** What is measured of what a node knows anyhow. Pure. */
final class Gauges {

    private Gauges() {}

    /**
     * The end of the primary's log as this node knows it.
     *
     * @param registered what the register says
     */
    static Optional<LogPosition> end(DatabaseState database, Optional<LogPosition> registered) {
        return switch (database) {
            case DatabaseState.Primary primary -> Optional.of(primary.end());
            case DatabaseState.Standby _ -> registered;
            case DatabaseState.Absent _,
                    DatabaseState.Stopped _,
                    DatabaseState.Starting _,
                    DatabaseState.Unusable _,
                    DatabaseState.Unseen _ ->
                    Optional.empty();
        };
    }

    /**
     * How far who follows is behind.
     *
     * @param trail of the primary's log, as of a little earlier: a standby's own log is looked at
     *     less often than the register
     */
    static Map<Measure, Double> log(DatabaseState database, LogTrail trail, Moment now) {
        Optional<LogPosition> behind =
                switch (database) {
                    case DatabaseState.Primary primary ->
                            primary.followers().stream()
                                    .map(DatabaseState.Follower::flushed)
                                    .min(Comparator.naturalOrder());
                    case DatabaseState.Standby standby -> Optional.of(standby.received());
                    case DatabaseState.Absent _,
                            DatabaseState.Stopped _,
                            DatabaseState.Starting _,
                            DatabaseState.Unusable _,
                            DatabaseState.Unseen _ ->
                            Optional.empty();
                };
        Map<Measure, Double> values = new EnumMap<>(Measure.class);
        if (behind.isPresent() && !trail.marks().isEmpty()) {
            values.put(
                    Measure.LOG_BYTES, (double) behind.get().behind(trail.marks().getLast().end()));
            trail.behind(behind.get(), now)
                    .ifPresent(lag -> values.put(Measure.LOG_SECONDS, seconds(lag)));
        }
        return values;
    }

    /** Whether a standby lacks files that are given out; empty where this node can't tell. */
    static Optional<Boolean> filesBehind(FilesReport files) {
        return switch (files.work()) {
            case "publishing" ->
                    files.taken().isEmpty() || files.generation().isEmpty()
                            ? Optional.empty()
                            : Optional.of(
                                    files.taken().stream()
                                            .anyMatch(taken ->
                                                    !files.generation()
                                                            .get()
                                                            .equals(taken.generation())));
            case "following" ->
                    files.silence().isPresent()
                            ? Optional.empty()
                            : Optional.of(
                                    files.coming().isPresent() || !files.problems().isEmpty());
            default -> Optional.empty();
        };
    }

    static double seconds(Duration length) {
        return length.toNanos() / 1e9;
    }
}
