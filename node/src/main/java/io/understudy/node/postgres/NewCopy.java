package io.understudy.node.postgres;

import io.understudy.core.model.NodeId;
import io.understudy.core.port.Progress;
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
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Replaces the data by a new copy of the primary's, and keeps what was there aside. */
final class NewCopy {

    private static final Logger log = LoggerFactory.getLogger(NewCopy.class);

    private static final Pattern COPIED = Pattern.compile("(\\d+)/(\\d+) kB");

    private static final int KEPT_OLD_DATA = 2;

    private static final long SPARE_BYTES = 64 << 20;

    private static final DateTimeFormatter STAMP = DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss");

    private final PostgresSettings settings;
    private final LocalServer server;
    private final SourceDatabase sources;

    NewCopy(PostgresSettings settings, LocalServer server, SourceDatabase sources) {
        this.settings = settings;
        this.server = server;
        this.sources = sources;
    }

    void from(NodeId source, Deadline deadline, Progress progress)
            throws Troubled, IOException, SQLException {
        server.stopping().requireStopped();
        SourceDatabase.Source primary = sources.read(source, false, deadline);
        if (!server.data().absent()) {
            ControlData control = server.data().control(deadline);
            if (!control.systemIdentifier().equals(primary.systemIdentifier())) {
                throw Troubled.refused(sources.otherCluster(source, primary, control));
            }
        }
        Path parent = settings.data().resolveSibling("");
        checkSpace(primary.bytes());
        deleteUnfinished();
        server.configuration().writeSide();
        Path fresh = beside("new");
        Programs programs = server.data().programsFor(primary.major());
        server.owner().makeDirectory(fresh);
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
        server.underWay().step(() -> swapIn(fresh));
        Owner.flush(parent);
        Files.deleteIfExists(server.data().rewindMark());
        server.data().forget();
        deleteOldest();
    }

    private void swapIn(Path fresh) throws IOException {
        if (Files.exists(settings.data())) {
            if (server.data().absent()) {
                Files.delete(settings.data());
            } else {
                Path aside = beside("before-copy");
                Files.move(settings.data(), aside, StandardCopyOption.ATOMIC_MOVE);
                log.info("The data from before the copy is kept in {}.", aside);
            }
        }
        Files.move(fresh, settings.data(), StandardCopyOption.ATOMIC_MOVE);
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

    private void deleteUnfinished() throws IOException {
        for (Path unfinished : besides("new")) {
            Owner.delete(unfinished);
        }
    }

    private void deleteOldest() throws IOException {
        List<Path> kept = besides("before-copy");
        for (Path old : kept.subList(0, Math.max(0, kept.size() - KEPT_OLD_DATA))) {
            log.info("Deleting {}: {} later ones are kept.", old, KEPT_OLD_DATA);
            Owner.delete(old);
        }
    }
}
