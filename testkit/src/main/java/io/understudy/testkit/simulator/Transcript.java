package io.understudy.testkit.simulator;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;

/**
 * What happened, line by line. It keeps the last few lines, unformatted until somebody asks, or
 * hands each line on at once.
 */
public final class Transcript {
    private static final int KEPT = 60;

    private final Events events;
    private final Consumer<String> reader;
    private final boolean read;
    private final Deque<Line> last = new ArrayDeque<>(KEPT);

    private record Line(long at, Object who, String what, Object first, Object second) {
        @Override
        public String toString() {
            String text = what;
            text = text.replaceFirst("%", quoted(first));
            text = text.replaceFirst("%", quoted(second));
            return "%8.3f s  %-6s %s".formatted(at / 1e9, who, text);
        }

        private static String quoted(Object value) {
            return java.util.regex.Matcher.quoteReplacement(Wording.of(value));
        }
    }

    private Transcript(Events events, Consumer<String> reader, boolean read) {
        this.events = events;
        this.reader = reader;
        this.read = read;
    }

    static Transcript ofTheEnd(Events events) {
        return new Transcript(events, _ -> {}, false);
    }

    static Transcript readBy(Events events, Consumer<String> reader) {
        return new Transcript(events, reader, true);
    }

    void note(Object who, String what) {
        note(who, what, "", "");
    }

    void note(Object who, String what, Object first) {
        note(who, what, first, "");
    }

    /** Each % in {@code what} stands for one of the two values. */
    void note(Object who, String what, Object first, Object second) {
        if (last.size() == KEPT) {
            last.removeFirst();
        }
        Line line = new Line(events.now(), who, what, first, second);
        last.addLast(line);
        if (read) {
            reader.accept(line.toString());
        }
    }

    public List<String> end() {
        List<String> lines = new ArrayList<>();
        last.forEach(line -> lines.add(line.toString()));
        return lines;
    }
}
