package io.understudy.node.postgres;

import io.understudy.node.postgres.LogRecord.TableFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Reads names and rows of stopped primary's data by PostgreSQL's single-user mode, which takes no
 * connection and so can serve nobody.
 */
final class OldRows {

    /** The most of one row that is read, in characters. */
    private static final int MOST_OF_A_ROW = 1000;

    private static final Pattern ESCAPE = Pattern.compile("\\\\(.)", Pattern.DOTALL);

    private final SingleUser singleUser;
    private final Path folder;
    private final Deadline deadline;

    /**
     * Reads nothing yet.
     *
     * @param folder where PostgreSQL's user may write
     */
    OldRows(SingleUser singleUser, Path folder, Deadline deadline) {
        this.singleUser = singleUser;
        this.folder = folder;
        this.deadline = deadline;
    }

    /**
     * A table, as the old data's catalog has it.
     *
     * @param kind PostgreSQL's relkind
     */
    record Table(String database, String schema, String name, String kind, boolean catalog) {
        String label() {
            return schema + "." + name;
        }

        /** Holds parts of rows that are too long for their table. */
        boolean partsOfRows() {
            return kind.equals("t");
        }
    }

    /** A row as it lies there: who wrote it, and as JSON. */
    record Row(String place, long writer, String text) {}

    /** The databases by their numbers. */
    Map<Long, String> databases() throws Troubled, IOException {
        return read("postgres", List.of("select oid, datname from pg_database"))
                .getFirst()
                .lines()
                .stream()
                .collect(Collectors.toMap(row -> Long.valueOf(row.get(0)), row -> row.get(1)));
    }

    /** What is known of these files of one database; a file without a table is left out. */
    Map<TableFile, Table> tables(String name, long database, Collection<TableFile> files)
            throws Troubled, IOException {
        String nodes =
                files.stream()
                        .map(file -> Long.toString(file.node()))
                        .collect(Collectors.joining(","));
        String query =
                "select pg_relation_filenode(c.oid), coalesce(nullif(c.reltablespace, 0), (select"
                    + " dattablespace from pg_database where datname = current_database())),"
                    + " n.nspname, c.relname, c.relkind, c.oid < 16384 or n.nspname in"
                    + " ('pg_catalog', 'information_schema') from pg_class c join pg_namespace n on"
                    + " n.oid = c.relnamespace where pg_relation_filenode(c.oid) = any (array["
                        + nodes
                        + "]::oid[])";
        Map<TableFile, Table> found = new HashMap<>();
        for (List<String> row : read(name, List.of(query)).getFirst().lines()) {
            found.put(
                    new TableFile(Long.parseLong(row.get(1)), database, Long.parseLong(row.get(0))),
                    new Table(name, row.get(2), row.get(3), row.get(4), row.get(5).equals("t")));
        }
        return found;
    }

    /**
     * The rows that are visible at these places, table by table.
     *
     * @param places PostgreSQL's ctids
     */
    Map<Table, Rows> rows(String database, Map<Table, List<String>> places)
            throws Troubled, IOException {
        List<Table> tables = new ArrayList<>();
        List<String> queries = new ArrayList<>();
        places.forEach((table, wanted) -> {
            tables.add(table);
            queries.add(query(table, wanted));
        });
        List<Answer> answers = read(database, queries);
        Map<Table, Rows> found = new HashMap<>();
        for (int i = 0; i < tables.size(); i++) {
            found.put(
                    tables.get(i),
                    new Rows(
                            answers.get(i).lines().stream()
                                    .map(row ->
                                            new Row(
                                                    row.get(0),
                                                    Long.parseLong(row.get(1)),
                                                    row.get(2)))
                                    .collect(Collectors.toMap(Row::place, row -> row)),
                            answers.get(i).trouble()));
        }
        return found;
    }

    /** Rows by their places, and why there are none. */
    record Rows(Map<String, Row> byPlace, Optional<String> trouble) {}

    private static String query(Table table, Collection<String> places) {
        return "select t.ctid, t.xmin, left(row_to_json(t)::text, "
                + MOST_OF_A_ROW
                + ") from only "
                + quoted(table.schema())
                + "."
                + quoted(table.name())
                + " t where t.ctid = any (array["
                + places.stream().map(place -> "'" + place + "'").collect(Collectors.joining(","))
                + "]::tid[])";
    }

    private static String quoted(String identifier) {
        return '"' + identifier.replace("\"", "\"\"") + '"';
    }

    /** The lines of an answer, each as its fields. */
    private record Answer(List<List<String>> lines, Optional<String> trouble) {}

    private List<Answer> read(String database, List<String> queries) throws Troubled, IOException {
        List<Path> files = new ArrayList<>();
        // What the database's owner has set must not decide which functions these are.
        StringBuilder statements = new StringBuilder("set search_path = pg_catalog\n");
        for (String query : queries) {
            Path file = folder.resolve("reading-" + files.size());
            Files.deleteIfExists(file);
            files.add(file);
            statements
                    .append("copy (")
                    .append(query.replace('\n', ' '))
                    .append(") to '")
                    .append(file.toString().replace("'", "''"))
                    .append("' with (format text, encoding 'UTF8')\n");
        }
        Programs.Ended ended = singleUser.runIn(database, statements.toString(), deadline);
        List<Answer> answers = new ArrayList<>();
        for (Path file : files) {
            answers.add(answer(file, ended));
            Files.deleteIfExists(file);
        }
        return answers;
    }

    private static Answer answer(Path file, Programs.Ended ended) throws IOException {
        if (!Files.exists(file)) {
            return new Answer(List.of(), Optional.of(ended.complaint()));
        }
        // Not readString: one row in another encoding must not cost the others.
        String text = new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
        return new Answer(
                text.lines()
                        .map(line ->
                                Arrays.stream(line.split("\t", -1))
                                        .map(OldRows::unescaped)
                                        .toList())
                        .toList(),
                ended.err().contains("ERROR:") ? Optional.of(ended.complaint()) : Optional.empty());
    }

    private static String unescaped(String field) {
        return ESCAPE.matcher(field)
                .replaceAll(found ->
                        Matcher.quoteReplacement(
                                switch (found.group(1)) {
                                    case "n" -> "\n";
                                    case "t" -> "\t";
                                    case "r" -> "\r";
                                    case "b" -> "\b";
                                    case "f" -> "\f";
                                    case "v" -> "\u000b";
                                    default -> found.group(1);
                                }));
    }
}
