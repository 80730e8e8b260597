package io.understudy.node.api;

import io.understudy.core.model.LogPosition;
import io.understudy.core.model.Moment;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Where the end of this node's log was, and when: turns a standby's bytes behind into seconds.
 * Positions only rise; each is kept with when it was first seen.
 *
 * @param marks oldest first, at most {@link #MOST}
 */
public record LogTrail(List<Mark> marks) {

    public static final LogTrail EMPTY = new LogTrail(List.of());

    private static final int MOST = 256;

    public LogTrail {
        marks = List.copyOf(marks);
    }

    /** The end of the log as it was first seen at that moment. */
    public record Mark(Moment at, LogPosition end) {}

    /** One more look at the log. A position before the last one begins a new trail. */
    public LogTrail saw(Moment at, LogPosition end) {
        if (marks.isEmpty() || end.compareTo(marks.getLast().end()) < 0) {
            return new LogTrail(List.of(new Mark(at, end)));
        }
        if (end.equals(marks.getLast().end())) {
            return this;
        }
        List<Mark> longer = new ArrayList<>(marks);
        longer.add(new Mark(at, end));
        return new LogTrail(longer.size() > MOST ? thinned(longer) : longer);
    }

    /**
     * How long ago the log first reached past that position; zero where it has not, empty where
     * that was before the trail begins.
     */
    public Optional<Duration> behind(LogPosition position, Moment now) {
        if (marks.isEmpty() || position.compareTo(marks.getFirst().end()) < 0) {
            return Optional.empty();
        }
        return Optional.of(
                marks.stream()
                        .filter(mark -> mark.end().compareTo(position) > 0)
                        .findFirst()
                        .map(mark -> now.since(mark.at()))
                        .orElse(Duration.ZERO));
    }

    /** Every other mark of the older half goes: long lags are told coarsely, short ones exactly. */
    private static List<Mark> thinned(List<Mark> marks) {
        List<Mark> kept = new ArrayList<>();
        for (int i = 0; i < marks.size(); i++) {
            if (i > marks.size() / 2 || i % 2 == 0) {
                kept.add(marks.get(i));
            }
        }
        return kept;
    }
}
