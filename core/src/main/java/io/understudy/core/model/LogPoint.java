package io.understudy.core.model;

import java.util.OptionalLong;

/**
 * A position in one history of the log. Each promotion begins another timeline, and positions of
 * different timelines say nothing of each other.
 *
 * @param timeline 1 for the first history, then rising
 */
public record LogPoint(int timeline, LogPosition position) {

    /**
     * How many bytes this is behind the other; empty where they are of different histories, so that
     * nobody knows.
     */
    public OptionalLong behind(LogPoint other) {
        return timeline == other.timeline
                ? OptionalLong.of(position.behind(other.position))
                : OptionalLong.empty();
    }

    /** As PostgreSQL's people write it: {@code 0/3000148 on timeline 2}. */
    @Override
    public String toString() {
        return position + " on timeline " + timeline;
    }
}
