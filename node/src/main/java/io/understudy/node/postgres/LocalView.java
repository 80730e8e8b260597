package io.understudy.node.postgres;

import io.understudy.core.action.Outcome;
import io.understudy.core.model.LogPosition;
import io.understudy.core.model.NodeId;
import io.understudy.core.observation.DatabaseState;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at this node's PostgreSQL through one connection that stays open, and sees to it that a
 * changed configuration is obeyed. The way there and the proof are one matter: what is not proven
 * is not reported.
 */
final class LocalView implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(LocalView.class);

    private static final Duration POLL = Duration.ofMillis(2);

    private static final String BASE =
            """
            select pg_is_in_recovery(),
              current_setting('synchronous_standby_names'),
              current_setting('primary_conninfo'),
              case when pg_is_in_recovery() then null else pg_current_wal_flush_lsn() end,
              case when pg_is_in_recovery() then null
                   else substr(pg_walfile_name(pg_current_wal_insert_lsn()), 1, 8) end,
              pg_last_wal_receive_lsn(),
              pg_last_wal_replay_lsn(),
              case when pg_is_in_recovery() then
                greatest((select timeline_id from pg_control_checkpoint()),
                         (select min_recovery_end_timeline from pg_control_recovery()),
                         (select received_tli from pg_stat_wal_receiver)) end,
              (select status from pg_stat_wal_receiver)
            """;

    private static final String FOLLOWERS =
            """
            select application_name, coalesce(flush_lsn, '0/0'), state, sync_state
              from pg_stat_replication where application_name <> 'understudy'
            """;

    private static final String PROCESSES =
            """
            select pid, backend_type, wait_event from pg_stat_activity
              where backend_type in ('checkpointer', 'walsender')
                and application_name is distinct from 'understudy'
            """;

    private final PostgresSettings settings;
    private final LocalServer server;
    private Optional<Open> open = Optional.empty();
    private Optional<Obeyed> obeyed = Optional.empty();

    /** Why a standby does not stream; empty where it does. */
    private String link = "";

    LocalView(PostgresSettings settings, LocalServer server) {
        this.settings = settings;
        this.server = server;
    }

    private record Open(long postmaster, Session session) {}

    /**
     * What every process is known to obey.
     *
     * @param since a commit acknowledged without waiting for these nodes lies before this position
     */
    private record Obeyed(long postmaster, Set<NodeId> waitsFor, LogPosition since) {}

    DatabaseState look(Deadline deadline) {
        try {
            return tryLook(deadline);
        } catch (Troubled e) {
            return switch (e.outcome()) {
                case Outcome.Refused refused -> new DatabaseState.Unusable(refused.why());
                default -> new DatabaseState.Unknown(e.why());
            };
        } catch (SQLException e) {
            close();
            return Diagnosis.startingUp(e)
                    ? new DatabaseState.Starting()
                    : new DatabaseState.Unknown(
                            Diagnosis.sentence(
                                    e, "this node's PostgreSQL", settings.access().role()));
        } catch (IOException | IllegalArgumentException e) {
            close();
            return new DatabaseState.Unknown(
                    settings.data() + " can't be looked at: " + e.getMessage());
        }
    }

    private DatabaseState tryLook(Deadline deadline) throws Troubled, SQLException, IOException {
        Optional<Postmaster.Running> running = server.postmaster().running();
        if (running.isEmpty()) {
            close();
            return lookAtFiles(deadline);
        }
        if (!running.get().answers()) {
            if (running.get().status().equals("stopping")) {
                return new DatabaseState.Unknown("PostgreSQL is stopping");
            }
            return new DatabaseState.Starting();
        }
        Session session = session(deadline);
        server.boundLog();
        List<Optional<String>> base = session.row(BASE, deadline);
        return base.get(0).orElse("").equals("t")
                ? standby(base)
                : primary(running.get().pid(), session, base, deadline);
    }

    private DatabaseState lookAtFiles(Deadline deadline) throws Troubled, IOException {
        if (server.absent()) {
            return new DatabaseState.Absent();
        }
        server.major();
        server.checkOwner();
        ControlData control = server.control(deadline);
        if (!server.postmaster().processes().isEmpty()) {
            return new DatabaseState.Unknown(
                    "processes of " + settings.data() + " are there without their postmaster");
        }
        return new DatabaseState.Stopped(
                control.timeline(), control.atLeast(), control.cleanPrimary(), server.standby());
    }

    private DatabaseState primary(
            long postmaster, Session session, List<Optional<String>> base, Deadline deadline)
            throws SQLException, Troubled {
        LogPosition end = LogPosition.parse(base.get(3).orElse(""));
        Set<NodeId> waitsFor = SynchronousNames.parse(base.get(1).orElse(""));
        Optional<LogPosition> since = obeyedSince(postmaster, waitsFor, session, end, deadline);
        List<DatabaseState.Follower> followers = new ArrayList<>();
        for (List<Optional<String>> row : session.rows(FOLLOWERS, deadline)) {
            String name = row.get(0).orElse("");
            Optional<NodeId> node =
                    settings.peers().keySet().stream()
                            .filter(peer -> peer.name().equals(name))
                            .findFirst();
            if (node.isPresent()) {
                LogPosition flushed = LogPosition.parse(row.get(1).orElse("0/0"));
                boolean streaming = row.get(2).orElse("").equals("streaming");
                boolean named = Set.of("sync", "quorum").contains(row.get(3).orElse(""));
                boolean whole = since.isPresent() && flushed.isAtLeast(since.get());
                followers.add(
                        new DatabaseState.Follower(
                                node.get(), flushed, streaming, streaming && named && whole));
            }
        }
        return new DatabaseState.Primary(
                Integer.parseInt(base.get(4).orElse(""), 16), end, waitsFor, followers);
    }

    private DatabaseState standby(List<Optional<String>> base) {
        noteLink(base.get(8).orElse("").equals("streaming"));
        LogPosition replayed = position(base.get(6));
        LogPosition received = position(base.get(5));
        return new DatabaseState.Standby(
                Integer.parseInt(base.get(7).orElse("0")),
                received.isAtLeast(replayed) ? received : replayed,
                replayed,
                server.configuration().upstreamOf(base.get(2).orElse("")),
                base.get(8).orElse("").equals("streaming"));
    }

    /** One line when the link breaks, with PostgreSQL's own words on why, and one when it holds. */
    private void noteLink(boolean streaming) {
        String trouble = streaming ? "" : linkTrouble(server.logLines(0));
        if (streaming && !link.isEmpty()) {
            log.info("This standby streams from its primary again.");
        } else if (!trouble.isEmpty() && !trouble.equals(link)) {
            log.warn("This standby does not stream from its primary: {}.", trouble);
        }
        link = trouble;
    }

    /** The last complaint since it was started or last streamed; empty where there is none. */
    static String linkTrouble(List<String> lines) {
        String trouble = "";
        for (String line : lines) {
            if (line.contains("started streaming WAL") || line.contains("starting PostgreSQL")) {
                trouble = "";
            } else if (complainsOfTheLink(line)) {
                trouble = line.replaceFirst("^.*?(FATAL|ERROR|LOG): *", "");
            }
        }
        return trouble;
    }

    private static boolean complainsOfTheLink(String line) {
        return line.contains("could not connect to the primary server")
                || line.contains("could not receive data from WAL stream")
                || line.contains("could not start WAL streaming")
                || line.contains("is not in this server's history")
                || line.contains("highest timeline");
    }

    /**
     * From which position on every acknowledged commit is known to have waited for these nodes;
     * empty while that is not proven. A daemon that finds a running primary proves it once.
     */
    private Optional<LogPosition> obeyedSince(
            long postmaster,
            Set<NodeId> waitsFor,
            Session session,
            LogPosition end,
            Deadline deadline)
            throws SQLException {
        Optional<Obeyed> known =
                obeyed.filter(
                        it -> it.postmaster() == postmaster && it.waitsFor().equals(waitsFor));
        if (known.isEmpty() && !waitsFor.isEmpty() && settled(session, deadline)) {
            LogPosition now =
                    LogPosition.parse(session.text("select pg_current_wal_flush_lsn()", deadline));
            obeyed = Optional.of(new Obeyed(postmaster, waitsFor, now.isAtLeast(end) ? now : end));
            return obeyed.map(Obeyed::since);
        }
        return known.map(Obeyed::since);
    }

    /**
     * Writes the configuration and returns once every process acts on it: the checkpointer, whose
     * flag in shared memory tells the backends whether to wait at all, and the senders, who let
     * those who wait go on.
     */
    void obey(Set<NodeId> waitsFor, Optional<NodeId> upstream, Deadline deadline)
            throws Troubled, SQLException, IOException {
        Session session = session(deadline);
        long postmaster = open.map(Open::postmaster).orElse(0L);
        boolean primary = !session.inRecovery(deadline);
        String names = SynchronousNames.render(waitsFor);
        if (obeyed.filter(it -> it.postmaster() == postmaster && it.waitsFor().equals(waitsFor))
                        .isPresent()
                && running(session, deadline).equals(List.of(names, upstream))) {
            return;
        }
        obeyed = Optional.empty();
        server.configuration().write(waitsFor, upstream);
        List<Long> told = new ArrayList<>(List.of(postmaster));
        for (List<Optional<String>> row : session.rows(PROCESSES, deadline)) {
            told.add(Long.valueOf(row.get(0).orElse("")));
        }
        Postmaster.signal("HUP", told);
        awaitRunning(names, upstream, session, deadline);
        while (!settled(session, deadline)) {
            if (deadline.passed() || !pause()) {
                throw Troubled.unknown(
                        "PostgreSQL was told for whom commits wait, and it is not known yet"
                                + " whether all of its processes obey; a checkpoint may keep them"
                                + " busy");
            }
        }
        if (primary) {
            primarySince(waitsFor, session, deadline);
        } else {
            obeyed = Optional.of(new Obeyed(postmaster, waitsFor, LogPosition.START));
        }
    }

    /** Notes from which position on commits wait, once it is known that they do. */
    void primarySince(Set<NodeId> waitsFor, Session session, Deadline deadline)
            throws SQLException {
        LogPosition now =
                LogPosition.parse(session.text("select pg_current_wal_flush_lsn()", deadline));
        long postmaster = open.map(Open::postmaster).orElse(0L);
        obeyed = Optional.of(new Obeyed(postmaster, waitsFor, now));
    }

    Optional<NodeId> upstream(Session session, Deadline deadline) throws SQLException {
        return server.configuration()
                .upstreamOf(session.text("select current_setting('primary_conninfo')", deadline));
    }

    /** The open connection, or a new one. */
    Session session(Deadline deadline) throws Troubled, SQLException {
        Postmaster.Running running =
                server.postmaster()
                        .running()
                        .orElseThrow(() -> Troubled.failed("PostgreSQL does not run"));
        if (open.isPresent() && open.get().postmaster() == running.pid()) {
            return open.get().session();
        }
        close();
        if (!Postmaster.startedWith(running.pid(), server.configuration().fileArgument())) {
            throw Troubled.refused(
                    "PostgreSQL runs on "
                            + settings.data()
                            + " (process "
                            + running.pid()
                            + ") and was not started by Understudy; stop it and see that the boot"
                            + " does not start it: systemctl disable --now postgresql");
        }
        Session session =
                Session.open(
                        settings.access(),
                        new PostgresSettings.Address("127.0.0.1", running.port()),
                        deadline);
        try {
            String answers = session.text("select current_setting('data_directory')", deadline);
            if (!Path.of(answers).toRealPath().equals(settings.data().toRealPath())) {
                throw Troubled.refused(
                        "port "
                                + running.port()
                                + " is answered by another PostgreSQL, that of "
                                + answers
                                + "; give each its own port");
            }
        } catch (IOException e) {
            session.close();
            throw Troubled.unknown("who answers is not known: " + LocalServer.said(e));
        } catch (Troubled | SQLException e) {
            session.close();
            throw e;
        }
        open = Optional.of(new Open(running.pid(), session));
        return session;
    }

    @Override
    public void close() {
        open.ifPresent(it -> it.session().close());
        open = Optional.empty();
    }

    private void awaitRunning(
            String names, Optional<NodeId> upstream, Session session, Deadline deadline)
            throws SQLException, Troubled {
        List<Object> wanted = List.of(names, upstream);
        while (!running(session, deadline).equals(wanted)) {
            if (deadline.passed() || !pause()) {
                throw Troubled.failed(
                        "PostgreSQL does not take the settings in "
                                + server.configuration().file()
                                + "; if ALTER SYSTEM has set synchronous_standby_names or"
                                + " primary_conninfo, type: ALTER SYSTEM RESET"
                                + " synchronous_standby_names; ALTER SYSTEM RESET"
                                + " primary_conninfo");
            }
        }
    }

    private List<Object> running(Session session, Deadline deadline) throws SQLException {
        List<Optional<String>> row =
                session.row(
                        "select current_setting('synchronous_standby_names'),"
                                + " current_setting('primary_conninfo')",
                        deadline);
        return List.of(
                row.get(0).orElse(""), server.configuration().upstreamOf(row.get(1).orElse("")));
    }

    /** Whether all of them have been through their loops since the signal; see SettledProcess. */
    private boolean settled(Session session, Deadline deadline) throws SQLException {
        Set<Long> pids = new TreeSet<>();
        for (List<Optional<String>> row : session.rows(PROCESSES, deadline)) {
            pids.add(Long.valueOf(row.get(0).orElse("")));
        }
        List<Optional<SettledProcess>> before = pids.stream().map(SettledProcess::asleep).toList();
        List<List<Optional<String>>> at = session.rows(PROCESSES, deadline);
        List<Optional<SettledProcess>> after = pids.stream().map(SettledProcess::asleep).toList();
        return before.stream().allMatch(Optional::isPresent)
                && before.equals(after)
                && at.size() == pids.size()
                && at.stream().allMatch(LocalView::inMainLoop);
    }

    private static boolean inMainLoop(List<Optional<String>> process) {
        return switch (process.get(1).orElse("")) {
            case "checkpointer" ->
                    Set.of("CheckpointerMain", "CheckpointWriteDelay")
                            .contains(process.get(2).orElse(""));
            default ->
                    Set.of("WalSenderMain", "WalSenderWaitForWAL", "WalSenderWaitForWal")
                            .contains(process.get(2).orElse(""));
        };
    }

    private static LogPosition position(Optional<String> text) {
        return text.map(LogPosition::parse).orElse(LogPosition.START);
    }

    private static boolean pause() {
        try {
            Thread.sleep(POLL);
            return true;
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
