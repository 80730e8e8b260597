package io.understudy.node.postgres;

import io.understudy.node.diverged.Archive;
import io.understudy.node.diverged.Contents;
import io.understudy.node.diverged.Incident;
import io.understudy.node.postgres.LogRecord.TableFile;
import io.understudy.node.postgres.OldRows.Table;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Lists what a kept piece of the log held. */
final class DivergedContents {

    /** A rejoin waits for this; what takes longer is not read, and said. */
    private static final Duration LONGEST = Duration.ofSeconds(30);

    /** Rows on one page of PostgreSQL's usual size, at most. */
    private static final int MOST_ON_A_PAGE = 291;

    private static final int MOST_BULK_PAGES = 50;

    private final LocalServer server;
    private final Archive archive;

    DivergedContents(LocalServer server, Archive archive) {
        this.server = server;
        this.archive = archive;
    }

    /**
     * Reads the log, and the rows from the data where that may be asked.
     *
     * @param readable whether the data is a stopped primary's and will be taken away anyway
     */
    Read of(Incident incident, boolean readable, Deadline deadline) throws Troubled, IOException {
        Deadline soon = deadline.orIn(LONGEST);
        List<String> unread = new ArrayList<>();
        LogDigest digest =
                new LogReading(server, archive.folder(incident.id()))
                        .read(incident.span(), unread, soon);
        Map<TableFile, Table> tables = new HashMap<>();
        Map<Table, OldRows.Rows> rows = new HashMap<>();
        if (readable) {
            try {
                read(incident, digest, tables, rows, soon);
            } catch (Troubled e) {
                unread.add("the rows: " + e.why());
            } catch (IOException e) {
                unread.add("the rows: " + Diagnosis.said(e));
            }
        } else if (digest.diverged()) {
            unread.add(
                    "the rows and the tables' names: the old data was not one that could be asked"
                            + " without starting it");
        }
        return new Read(
                new Listing(digest, tables, rows, unread).contents(),
                digest.diverged() || !unread.isEmpty());
    }

    /**
     * What came of it.
     *
     * @param diverged false where the log ends before the fork, so that the primary has all of it
     */
    record Read(Contents contents, boolean diverged) {}

    private void read(
            Incident incident,
            LogDigest digest,
            Map<TableFile, Table> tables,
            Map<Table, OldRows.Rows> rows,
            Deadline deadline)
            throws Troubled, IOException {
        Path folder = archive.folder(incident.id());
        OldRows old = new OldRows(server.singleUser(), folder, deadline);
        Map<Long, Set<TableFile>> byDatabase =
                digest.counts().keySet().stream()
                        .map(LogDigest.Key::file)
                        .filter(file -> file.database() != 0)
                        .collect(Collectors.groupingBy(TableFile::database, Collectors.toSet()));
        if (byDatabase.isEmpty()) {
            return;
        }
        Map<Long, String> names = old.databases();
        for (var entry : byDatabase.entrySet()) {
            String name = names.get(entry.getKey());
            if (name != null) {
                tables.putAll(old.tables(name, entry.getKey(), entry.getValue()));
                rows.putAll(old.rows(name, places(digest, tables, name)));
            }
        }
    }

    private static Map<Table, List<String>> places(
            LogDigest digest, Map<TableFile, Table> tables, String database) {
        Map<Table, Set<String>> places = new LinkedHashMap<>();
        int bulk = 0;
        for (LogRecord.Rows change : digest.rows()) {
            Table table = tables.get(change.file());
            boolean wanted =
                    table != null
                            && table.database().equals(database)
                            && !table.catalog()
                            && !table.partsOfRows();
            if (wanted && change.place().isPresent()) {
                places.computeIfAbsent(table, _ -> new TreeSet<>())
                        .add("(" + change.block() + "," + change.place().get() + ")");
            } else if (wanted && bulk++ < MOST_BULK_PAGES) {
                for (int offset = 1; offset <= MOST_ON_A_PAGE; offset++) {
                    places.computeIfAbsent(table, _ -> new TreeSet<>())
                            .add("(" + change.block() + "," + offset + ")");
                }
            }
        }
        return places.entrySet().stream()
                .collect(
                        Collectors.toMap(
                                Map.Entry::getKey, entry -> List.copyOf(entry.getValue())));
    }
}
