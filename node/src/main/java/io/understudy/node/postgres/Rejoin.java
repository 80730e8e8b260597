package io.understudy.node.postgres;

import io.understudy.core.model.NodeId;
import io.understudy.core.port.Progress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.SQLException;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes this node's data follow a primary again: by going back, or by a new copy. */
final class Rejoin {

    private static final Logger log = LoggerFactory.getLogger(Rejoin.class);

    private static final Pattern COPIED = Pattern.compile("(\\d+)/(\\d+) kB");
    private static final int KEPT_OLD_DATA = 2;
    private static final long SPARE_BYTES = 64 << 20;
    private static final DateTimeFormatter STAMP = DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss");

    private final PostgresSettings settings;
    private final LocalServer server;
    private final DivergedLog diverged;

    Rejoin(PostgresSettings settings, LocalServer server) {
        this.settings = settings;
        this.server = server;
        this.diverged = new DivergedLog(settings, server.owner());
    }

    /**
     * What must be known of the primary before anything here is changed.
     *
     * @param bytes the size of its databases
     */
    private record Source(
            String systemIdentifier, int major, TimelineHistory history, long bytes) {}

    boolean halfRewound() {
        return Files.exists(mark());
    }

    /** The primary's log is not thrown away under this standby, where the primary is there. */
    void offerSlot(NodeId upstream) {
        var _ =
                Thread.ofVirtual()
                        .start(() -> {
                            Deadline deadline = Deadline.in(Duration.ofSeconds(3));
                            try (Session session = open(upstream, deadline)) {
                                if (!session.inRecovery(deadline)) {
                                    Slots.ensure(session, Set.of(settings.self()), deadline);
                                }
                            } catch (SQLException e) {
                                log.debug("no slot on {} yet", upstream, e);
                            }
                        });
    }

    /** pg_rewind reads the new timeline from the control file, where a checkpoint brings it. */
    void checkpointLater() {
        var _ =
                Thread.ofVirtual()
                        .start(() -> {
                            Deadline deadline = Deadline.in(Duration.ofMinutes(5));
                            int port = settings.listening().port();
                            try (Session session =
                                    Session.open(
                                            settings.access(),
                                            new PostgresSettings.Address("127.0.0.1", port),
                                            deadline)) {
                                session.execute(Role.checkpoint(server.major()), deadline);
                            } catch (SQLException | Troubled e) {
                                log.debug("the checkpoint was not written", e);
                            }
                        });
    }

    void rewind(NodeId source, Deadline deadline, Progress progress)
            throws Troubled, IOException, SQLException {
        requireStopped();
        if (server.absent()) {
            throw Troubled.refused("there is no data to rewind in " + settings.data());
        }
        server.checkUsable();
        if (halfRewound()) {
            throw Troubled.refused(
                    "an earlier rewind was interrupted, and its data can't be rewound again; it"
                            + " needs a new copy");
        }
        Source primary = source(source, true, deadline);
        ControlData control = server.control(deadline);
        if (!control.systemIdentifier().equals(primary.systemIdentifier())) {
            throw Troubled.failed(otherCluster(source, primary, control));
        }
        if (!control.tracksPages()) {
            throw Troubled.refused(
                    "the data was last run without wal_log_hints and has no checksums, so that"
                            + " pg_rewind can't tell what changed; it needs a new copy");
        }
        progress.at("keeping diverged log", 0, 0);
        // Before recovery: its checkpoint may throw old log away.
        keepDiverged(source, primary, control);
        progress.at("recovering", 0, 0);
        endCleanly(control, deadline);
        progress.at("comparing", 0, 0);
        Programs.Ended trial = pgRewind(source, true, deadline);
        if (!trial.well()) {
            throw rewindTrouble(trial, source);
        }
        progress.at("rewinding", 0, 0);
        server.owner().write(mark(), "from " + source + "\n", "rw-------");
        Programs.Ended ended = pgRewind(source, false, deadline);
        if (!ended.well()) {
            throw rewindTrouble(ended, source);
        }
        becomeStandby(settings.data());
        Files.delete(mark());
        server.forget();
        progress.at("rewound", 1, 1);
    }

    void copyAnew(NodeId source, Deadline deadline, Progress progress)
            throws Troubled, IOException, SQLException {
        requireStopped();
        Source primary = source(source, false, deadline);
        if (!server.absent()) {
            ControlData control = server.control(deadline);
            if (!control.systemIdentifier().equals(primary.systemIdentifier())) {
                throw Troubled.refused(otherCluster(source, primary, control));
            }
        }
        Path parent = settings.data().resolveSibling("");
        checkSpace(primary.bytes());
        deleteUnfinished();
        server.configuration().writeSide();
        Path fresh = beside("new");
        Programs programs = server.programsFor(primary.major());
        server.owner().makeDirectory(fresh);
        Programs.Ended ended =
                server.run(
                        programs,
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
            LocalServer.delete(fresh);
            throw ended.late()
                    ? Troubled.failed("the copy from " + source + " did not end in time")
                    : Troubled.failed("the copy from " + source + " failed: " + ended.complaint());
        }
        becomeStandby(fresh);
        if (Files.exists(settings.data())) {
            if (server.absent()) {
                Files.delete(settings.data());
            } else {
                Path aside = beside("before-copy");
                Files.move(settings.data(), aside, StandardCopyOption.ATOMIC_MOVE);
                log.info("The data from before the copy is kept in {}.", aside);
            }
        }
        Files.move(fresh, settings.data(), StandardCopyOption.ATOMIC_MOVE);
        Owner.flush(parent);
        Files.deleteIfExists(mark());
        server.forget();
        deleteOldest();
    }

    private Session open(NodeId node, Deadline deadline) throws SQLException {
        return Session.open(
                settings.access(),
                server.configuration().peer(node),
                deadline.orIn(Duration.ofSeconds(5)));
    }

    private Source source(NodeId node, boolean checkpointed, Deadline deadline) throws Troubled {
        String whom = "PostgreSQL of " + node + " at " + server.configuration().peer(node);
        try (Session session = open(node, deadline)) {
            if (session.inRecovery(deadline)) {
                throw Troubled.failed(whom + " is a standby itself, and a primary was needed");
            }
            if (checkpointed && !checkpointOnTimeline(session, deadline)) {
                session.execute(
                        Role.checkpoint(Integer.parseInt(major(session, deadline))), deadline);
            }
            Slots.ensure(session, Set.of(settings.self()), deadline);
            List<Optional<String>> row =
                    session.row(
                            "select (select system_identifier from pg_control_system()), ('x' ||"
                                    + " substr(pg_walfile_name(pg_current_wal_insert_lsn()), 1,"
                                    + " 8))::bit(32)::int, (select sum(pg_database_size(oid)) from"
                                    + " pg_database)",
                            deadline);
            int timeline = Integer.parseInt(row.get(1).orElse("0"));
            String history =
                    timeline <= 1
                            ? ""
                            : session.text(
                                    "select convert_from(pg_read_binary_file('pg_wal/%08X.history'), 'UTF8')"
                                            .formatted(timeline),
                                    deadline);
            return new Source(
                    row.get(0).orElse(""),
                    Integer.parseInt(major(session, deadline)),
                    TimelineHistory.parse(timeline, history),
                    Long.parseLong(row.get(2).orElse("0")));
        } catch (SQLException e) {
            throw Troubled.failed(Diagnosis.sentence(e, whom, settings.access().role()));
        }
    }

    private static String major(Session session, Deadline deadline) throws SQLException {
        return session.text("select current_setting('server_version_num')::int / 10000", deadline);
    }

    private static boolean checkpointOnTimeline(Session session, Deadline deadline)
            throws SQLException {
        return session.text(
                        "select (select timeline_id from pg_control_checkpoint()) = ('x' ||"
                                + " substr(pg_walfile_name(pg_current_wal_insert_lsn()), 1,"
                                + " 8))::bit(32)::int",
                        deadline)
                .equals("t");
    }

    private void requireStopped() throws Troubled {
        if (server.postmaster().running().isPresent()
                || !server.postmaster().processes().isEmpty()) {
            throw Troubled.refused("PostgreSQL must be stopped first");
        }
    }

    private String otherCluster(NodeId source, Source primary, ControlData control) {
        return "the data in "
                + settings.data()
                + " is of another database (system identifier "
                + control.systemIdentifier()
                + ") than that of "
                + source
                + " ("
                + primary.systemIdentifier()
                + "); if it may go, move it away, so that the directory is empty";
    }

    /** pg_rewind needs data that was shut down. */
    private void endCleanly(ControlData control, Deadline deadline) throws Troubled {
        if (control.cleanPrimary() || control.cleanStandby()) {
            return;
        }
        if (server.standby()) {
            server.start(Set.of(), Optional.empty(), deadline);
            if (!server.stopAndWait("INT", deadline)) {
                throw Troubled.unknown("the standby did not stop in time");
            }
        } else {
            server.singleUser("", deadline);
        }
    }

    private Programs.Ended pgRewind(NodeId source, boolean trial, Deadline deadline)
            throws Troubled {
        List<String> arguments =
                new ArrayList<>(
                        List.of(
                                "--target-pgdata=" + settings.data(),
                                "--source-server="
                                        + server.configuration().connectionTo(source)
                                        + " dbname=postgres"));
        if (trial) {
            arguments.add("--dry-run");
        }
        return server.run(
                server.programs(),
                new Programs.Call("pg_rewind", arguments, Map.of(), "", _ -> {}),
                deadline);
    }

    private static Troubled rewindTrouble(Programs.Ended ended, NodeId source) {
        if (ended.late()) {
            return Troubled.failed("the rewind from " + source + " did not end in time");
        }
        String text = ended.err();
        boolean connection =
                text.contains("could not connect")
                        || text.contains("connection to server")
                        || text.contains("server closed the connection");
        String why = "pg_rewind from " + source + " failed: " + ended.complaint();
        return connection ? Troubled.failed(why) : Troubled.refused(why + "; it needs a new copy");
    }

    private void keepDiverged(NodeId source, Source primary, ControlData control)
            throws Troubled, IOException {
        TimelineHistory own = diverged.ownHistory(control.timeline());
        Optional<TimelineHistory.Fork> fork = own.leaves(primary.history());
        if (fork.isPresent()) {
            diverged.keep(new DivergedLog.Divergence(source, control, own, fork.get()))
                    .ifPresent(folder ->
                            log.warn(
                                    "This node left the history of {} at {}; what it wrote"
                                            + " after that is kept in {}.",
                                    source,
                                    fork.get().at(),
                                    folder));
        }
    }

    private void becomeStandby(Path data) throws IOException {
        Files.deleteIfExists(data.resolve("recovery.signal"));
        server.owner().write(data.resolve("standby.signal"), "", "rw-------");
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
            LocalServer.delete(unfinished);
        }
    }

    private void deleteOldest() throws IOException {
        List<Path> kept = besides("before-copy");
        for (Path old : kept.subList(0, Math.max(0, kept.size() - KEPT_OLD_DATA))) {
            log.info("Deleting {}: {} later ones are kept.", old, KEPT_OLD_DATA);
            LocalServer.delete(old);
        }
    }

    private Path mark() {
        return settings.side().resolve("rewinding");
    }
}
