package io.understudy.node.postgres;

import io.understudy.core.model.NodeId;
import io.understudy.core.port.Progress;
import io.understudy.node.diverged.Incident;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.SQLException;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Replaces the data by a new copy of the primary's, and keeps what was there aside. */
final class NewCopy {

    private static final Pattern COPIED = Pattern.compile("(\\d+)/(\\d+) kB");

    private static final String NEW = "new";
    private static final String OBSOLETE = "obsolete";
    private static final String BEFORE_COPY = "before-copy";

    private static final long SPARE_BYTES = 64 << 20;

    private static final DateTimeFormatter STAMP = DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss");

    private final PostgresSettings settings;
    private final LocalServer server;
    private final SourceDatabase sources;
    private final Diverged diverged;

    NewCopy(
            PostgresSettings settings,
            LocalServer server,
            SourceDatabase sources,
            Diverged diverged) {
        this.settings = settings;
        this.server = server;
        this.sources = sources;
        this.diverged = diverged;
    }

    void from(NodeId source, Deadline deadline, Progress progress)
            throws Troubled, IOException, SQLException {
        server.stopping().requireStopped();
        progress.at("preparing", 0, 0);
        SourceDatabase.Source primary = sources.read(source, false, deadline);
        Path parent = settings.data().resolveSibling("");
        deleteUnfinished();
        checkSpace(primary.bytes());
        checkPlace();
        checkTablespaces(source, primary.tablespaces());
        Optional<Incident> incident =
                server.data().absent() ? Optional.empty() : keep(source, primary, deadline);
        server.configuration().writeSide();
        Path fresh = beside(NEW);
        Programs programs = server.data().programsFor(primary.major());
        server.owner().makeDirectory(fresh);
        progress.at("waiting for a checkpoint of the primary", 0, 0);
        Programs.Ended ended =
                programs.run(
                        new Programs.Call(
                                "pg_basebackup",
                                List.of(
                                        "--pgdata=" + fresh,
                                        "--dbname=" + server.configuration().connectionTo(source),
                                        "--wal-method=stream",
                                        "--slot=" + Slots.of(settings.self()),
                                        "--checkpoint=fast",
                                        "--progress",
                                        "--no-password"),
                                Map.of(),
                                "",
                                line -> report(line, progress)),
                        deadline);
        if (!ended.well()) {
            Owner.delete(fresh);
            throw ended.late()
                    ? Troubled.failed("the copy from " + source + " did not end in time")
                    : Troubled.failed("the copy from " + source + " failed: " + ended.complaint());
        }
        server.data().becomeStandby(fresh);
        Path aside = incident.isPresent() ? putAside(incident.get()) : beside(OBSOLETE);
        server.underWay().step(() -> swapIn(fresh, aside));
        Owner.flush(parent);
        Files.deleteIfExists(server.data().rewindMark());
        server.data().forget();
        diverged.ended();
        deleteUnfinished();
    }

    /** Keeps what only the old data has; empty where the primary has all of it. */
    private Optional<Incident> keep(NodeId source, SourceDatabase.Source primary, Deadline deadline)
            throws Troubled, IOException {
        ControlData control = server.data().control(deadline);
        if (!control.systemIdentifier().equals(primary.systemIdentifier())) {
            throw Troubled.refused(sources.otherCluster(source, primary, control));
        }
        if (server.data().halfRewound()) {
            return diverged.underWay();
        }
        TimelineHistory own = diverged.ownHistory(control.timeline());
        Optional<TimelineHistory.Fork> fork = own.leaves(primary.history());
        if (fork.isEmpty()) {
            return Optional.empty();
        }
        Optional<Incident> kept =
                diverged.keep(new DivergedLog.Divergence(source, control, own, fork.get()));
        if (kept.isPresent()) {
            diverged.checkOldData();
            return diverged.list(kept.get(), false, deadline);
        }
        return kept;
    }

    /** Noted before it is so: what lies there is an incident's, and no rubbish. */
    private Path putAside(Incident incident) throws IOException {
        Path aside = beside(BEFORE_COPY);
        diverged.oldData(incident, new Incident.OldData(aside.getFileName().toString()));
        return aside;
    }

    private void swapIn(Path fresh, Path aside) throws IOException {
        if (Files.exists(settings.data())) {
            if (server.data().absent()) {
                Files.delete(settings.data());
            } else {
                Files.move(settings.data(), aside, StandardCopyOption.ATOMIC_MOVE);
            }
        }
        Files.move(fresh, settings.data(), StandardCopyOption.ATOMIC_MOVE);
    }

    /** It is made beside the data, and takes the data's name in one step. */
    private void checkPlace() throws Troubled, IOException {
        Path data = settings.data();
        if (Files.isSymbolicLink(data)) {
            throw Troubled.refused(
                    "a copy is made beside the data, and needed a directory in %1$s, found a link to %2$s; name %2$s itself in understudy.yaml"
                            .formatted(data, data.toRealPath()));
        }
        Path parent = data.toAbsolutePath().resolveSibling("");
        if (Files.exists(data) && !Files.getFileStore(data).equals(Files.getFileStore(parent))) {
            throw Troubled.refused(
                    "a copy is made beside the data, and needed %1$s and %2$s on one file system, found that %1$s is a mount point; keep the data in a directory below it, and name that in understudy.yaml"
                            .formatted(data, parent));
        }
        Path log = settings.data().resolve("pg_wal");
        if (Files.isSymbolicLink(log)) {
            throw Troubled.refused(
                    "a copy puts the log into %1$s, and needed it to be there, found %2$s linked to %3$s; if the log may be in %1$s from now on, move %1$s and %3$s away"
                            .formatted(settings.data(), log, Files.readSymbolicLink(log)));
        }
    }

    /** A copy puts each tablespace where the primary has it. */
    private static void checkTablespaces(NodeId source, List<Path> tablespaces)
            throws Troubled, IOException {
        for (Path tablespace : tablespaces) {
            if (Files.isDirectory(tablespace)) {
                try (var entries = Files.list(tablespace)) {
                    if (entries.findAny().isPresent()) {
                        throw Troubled.refused(
                                "a copy puts the tablespace that %s has in %s into the same place here, and needed that to be absent or empty, found files in it; move them away"
                                        .formatted(source, tablespace));
                    }
                }
            }
        }
    }

    private void checkSpace(long bytes) throws Troubled, IOException {
        Path parent = settings.data().toAbsolutePath().getParent();
        long free = Files.getFileStore(parent == null ? Path.of("/") : parent).getUsableSpace();
        long needed = bytes + bytes / 10 + SPARE_BYTES;
        if (free < needed) {
            throw Troubled.refused(
                    "a copy needs %d MB beside %s, found %d MB free; make room"
                            .formatted(needed >> 20, settings.data(), free >> 20));
        }
    }

    private static void report(String line, Progress progress) {
        Matcher matcher = COPIED.matcher(line);
        if (matcher.find()) {
            progress.at(
                    "copying",
                    Long.parseLong(matcher.group(1)) << 10,
                    Long.parseLong(matcher.group(2)) << 10);
        }
    }

    private Path beside(String what) {
        String stamp = STAMP.format(ZonedDateTime.now(ZoneOffset.UTC));
        Path wanted =
                settings.data()
                        .resolveSibling(settings.data().getFileName() + "." + what + "-" + stamp);
        for (int again = 2; Files.exists(wanted) && again < 100; again++) {
            wanted = wanted.resolveSibling(wanted.getFileName() + "-" + again);
        }
        return wanted;
    }

    private List<Path> besides(String what) throws IOException {
        String prefix = settings.data().getFileName() + "." + what + "-";
        try (var entries = Files.list(settings.data().resolveSibling(""))) {
            return entries.filter(path -> path.getFileName().toString().startsWith(prefix))
                    .sorted(Comparator.comparing(Path::toString))
                    .toList();
        }
    }

    /** A copy that was cut short, and data of which the primary has all. */
    private void deleteUnfinished() throws IOException {
        for (String what : List.of(NEW, OBSOLETE)) {
            for (Path unfinished : besides(what)) {
                Owner.delete(unfinished);
            }
        }
    }
}
