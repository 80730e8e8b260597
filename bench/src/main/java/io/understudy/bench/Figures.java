package io.understudy.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What a benchmark found.
 *
 * @param bench its name
 * @param machine what it ran on, in words
 */
public record Figures(String bench, String machine, List<Row> rows) {

    public Figures {
        rows = List.copyOf(rows);
    }

    /** On this machine. */
    public static Figures here(String bench, List<Row> rows) {
        return new Figures(
                bench,
                "%d cores, %s %s, Java %s"
                        .formatted(
                                Runtime.getRuntime().availableProcessors(),
                                System.getProperty("os.name"),
                                System.getProperty("os.version"),
                                System.getProperty("java.version")),
                rows);
    }

    /** For people: a head, and a line for each row. */
    public List<String> table() {
        List<String> lines = new ArrayList<>();
        lines.add(
                "%-28s %-27s %5s %9s %9s %9s"
                        .formatted("case", "measure", "runs", "min", "median", "max"));
        for (Row row : rows) {
            lines.add(
                    "%-28s %-27s %5d %7.3f %s %7.3f %s %7.3f %s"
                            .formatted(
                                    row.scenario(),
                                    row.measure(),
                                    row.runs(),
                                    row.min(),
                                    row.unit(),
                                    row.median(),
                                    row.unit(),
                                    row.max(),
                                    row.unit()));
        }
        lines.add("on " + machine);
        return lines;
    }

    /** For machines: one JSON object. */
    public void write(Path file) throws IOException {
        Files.writeString(file, json() + "\n");
    }

    String json() throws IOException {
        return new ObjectMapper()
                .enable(SerializationFeature.INDENT_OUTPUT)
                .writeValueAsString(this);
    }
}
