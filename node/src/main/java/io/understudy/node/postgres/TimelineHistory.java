package io.understudy.node.postgres;

import io.understudy.core.model.LogPosition;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The timelines that a database has been through, and where it left each.
 *
 * @param timeline the one that it is on
 * @param left the earlier ones, oldest first
 */
record TimelineHistory(int timeline, List<Left> left) {

    TimelineHistory {
        left = List.copyOf(left);
    }

    /** A timeline, and where it was left for the next. */
    record Left(int timeline, LogPosition at) {}

    /**
     * Where two histories part.
     *
     * @param timeline the last that they share
     * @param at what the one has after this on it, the other has not
     */
    record Fork(int timeline, LogPosition at) {}

    /**
     * Reads PostgreSQL's history file.
     *
     * @param text empty for the first timeline, which has no file
     */
    static TimelineHistory parse(int timeline, String text) {
        List<Left> left = new ArrayList<>();
        text.lines()
                .map(line -> line.strip().split("\\s+", 3))
                .filter(fields -> fields.length >= 2 && fields[0].matches("\\d+"))
                .forEach(fields ->
                        left.add(
                                new Left(
                                        Integer.parseInt(fields[0]),
                                        LogPosition.parse(fields[1]))));
        return new TimelineHistory(timeline, left);
    }

    /** Where this one leaves the other's history; empty where the other goes on from this one. */
    Optional<Fork> leaves(TimelineHistory other) {
        for (Left mine : new ArrayList<>(steps()).reversed()) {
            Optional<LogPosition> theirs = other.end(mine.timeline());
            if (theirs.isPresent()) {
                LogPosition at = theirs.get().isAtLeast(mine.at()) ? mine.at() : theirs.get();
                return at.equals(END)
                        ? Optional.empty()
                        : Optional.of(new Fork(mine.timeline(), at));
            }
        }
        return Optional.of(new Fork(0, LogPosition.START));
    }

    /** Whether this history is on that timeline or comes through it. */
    boolean has(int wanted) {
        return end(wanted).isPresent();
    }

    private static final LogPosition END = new LogPosition(Long.MAX_VALUE);

    private Optional<LogPosition> end(int wanted) {
        return steps().stream().filter(step -> step.timeline() == wanted).map(Left::at).findFirst();
    }

    private List<Left> steps() {
        List<Left> steps = new ArrayList<>(left);
        steps.add(new Left(timeline, END));
        return steps;
    }
}
