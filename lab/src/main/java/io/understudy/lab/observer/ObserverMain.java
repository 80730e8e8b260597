package io.understudy.lab.observer;

import io.understudy.demo.client.Acknowledged;
import io.understudy.demo.client.Patience;
import io.understudy.demo.client.RowWriter;
import io.understudy.demo.client.RowWriterSettings;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The observer as a program, which is to run where the clients are: {@code USER PASSWORD-FILE
 * PEN=HOST:PORT[,HOST:PORT]@MILLIS ...}. Each pen writes to that host, or to whichever of them is
 * primary, as often as that. Prints a line for each row that was acknowledged, until its input
 * ends.
 */
public final class ObserverMain {

    private ObserverMain() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
        List<RowWriter> writers = new ArrayList<>();
        for (String pen : List.of(arguments).subList(2, arguments.length)) {
            writers.add(writer(arguments[0], Path.of(arguments[1]), pen));
        }
        writers.forEach(RowWriter::start);
        while (System.in.read() >= 0) {
            // Nothing that is typed means anything but its end.
        }
        for (RowWriter writer : writers) {
            writer.stop();
        }
    }

    private static RowWriter writer(String user, Path password, String pen) {
        String name = pen.substring(0, pen.indexOf('='));
        String where = pen.substring(pen.indexOf('=') + 1, pen.indexOf('@'));
        Duration every = Duration.ofMillis(Long.parseLong(pen.substring(pen.indexOf('@') + 1)));
        RowWriterSettings settings =
                new RowWriterSettings(
                        List.of(where.split(",", -1)),
                        "postgres",
                        user,
                        password,
                        name,
                        every,
                        Patience.SHORT.trying(every));
        return new RowWriter(settings, row -> tell(System.out, name, row));
    }

    private static void tell(PrintStream out, String pen, Acknowledged row) {
        Commit commit =
                new Commit(
                        pen,
                        row.number(),
                        row.source().node(),
                        row.source().timeline(),
                        row.sent(),
                        row.nanos());
        synchronized (out) {
            out.println(commit.line());
            out.flush();
        }
    }
}
