package io.understudy.lab.observer;

import java.util.List;

/**
 * A row whose commit was acknowledged. Both moments are {@link System#nanoTime()}, which on Linux
 * is one clock for all processes of a machine, so that this one may be compared with one's own.
 *
 * @param pen which of the observer's clients wrote it
 * @param number of the row, among those of that pen
 * @param node that took it, as its PostgreSQL names itself
 * @param timeline that it was written to; each promotion makes a higher one
 * @param sent before anything of it was sent
 * @param acknowledged after its commit was acknowledged
 */
public record Commit(
        String pen, long number, String node, int timeline, long sent, long acknowledged) {

    /** As one line, without its end. */
    String line() {
        return "%s %d %s %d %d %d".formatted(pen, number, node, timeline, sent, acknowledged);
    }

    /** Of such a line. */
    static Commit of(String line) {
        List<String> words = List.of(line.split(" ", -1));
        return new Commit(
                words.get(0),
                Long.parseLong(words.get(1)),
                words.get(2),
                Integer.parseInt(words.get(3)),
                Long.parseLong(words.get(4)),
                Long.parseLong(words.get(5)));
    }

    /** What names it in the table. */
    Row row() {
        return new Row(pen, number);
    }

    /** A row of the table. */
    public record Row(String pen, long number) {}
}
