package io.understudy.demo.panel;

import io.understudy.demo.client.Acknowledged;
import io.understudy.demo.stage.Stage;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** The latest rows that were acknowledged, as the writer tells of them. Any thread may call. */
final class Strip {

    /** More than the page shows. */
    static final Duration KEPT = Duration.ofSeconds(60);

    private final Stage stage;
    private final Deque<Row> rows = new ArrayDeque<>();

    Strip(Stage stage) {
        this.stage = stage;
    }

    /**
     * One of them.
     *
     * @param number of the row
     * @param at when it was acknowledged, in milliseconds since 1970
     * @param node which took it: its place on the stage; -1 where it is none of them
     */
    record Row(long number, long at, int node) {}

    synchronized void took(Acknowledged row) {
        rows.add(new Row(row.number(), row.epochMillis(), place(row.source().node())));
        while (rows.getFirst().at() < row.epochMillis() - KEPT.toMillis()) {
            rows.removeFirst();
        }
    }

    private int place(String name) {
        for (int i = 0; i < stage.nodes().size(); i++) {
            if (stage.nodes().get(i).id().name().equals(name)) {
                return i;
            }
        }
        return -1;
    }

    /** Those with a higher number, oldest first. */
    synchronized List<Row> after(long number) {
        List<Row> found = new ArrayList<>();
        for (var newest = rows.descendingIterator(); newest.hasNext(); ) {
            Row row = newest.next();
            if (row.number() <= number) {
                break;
            }
            found.add(row);
        }
        return found.reversed();
    }
}
