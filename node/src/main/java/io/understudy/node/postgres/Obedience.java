package io.understudy.node.postgres;

import io.understudy.core.model.LogPosition;
import io.understudy.core.model.NodeId;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Sees to it that a changed configuration is obeyed, and knows what is proven of that: what is not
 * proven is not reported.
 */
final class Obedience {

    private static final Duration POLL = Duration.ofMillis(2);

    private static final String PROCESSES =
            """
            select pid, backend_type, wait_event from pg_stat_activity
              where backend_type in ('checkpointer', 'walsender')
                and application_name is distinct from 'understudy'
            """;

    private final LocalServer server;
    private final LocalSession local;
    private Optional<Obeyed> obeyed = Optional.empty();

    Obedience(LocalServer server, LocalSession local) {
        this.server = server;
        this.local = local;
    }

    /**
     * What every process is known to obey.
     *
     * @param since a commit acknowledged without waiting for these nodes lies before this position
     */
    private record Obeyed(long postmaster, Set<NodeId> waitsFor, LogPosition since) {}

    /**
     * Writes the configuration and returns once every process acts on it: the checkpointer, whose
     * flag in shared memory tells the backends whether to wait at all, and the senders, who let
     * those who wait go on.
     */
    void obey(Set<NodeId> waitsFor, Optional<NodeId> upstream, Deadline deadline)
            throws Troubled, SQLException, IOException {
        Session session = local.get(deadline);
        long postmaster = local.postmaster();
        boolean primary = !session.inRecovery(deadline);
        String names = SynchronousNames.render(waitsFor);
        if (obeyed.filter(it -> it.postmaster() == postmaster && it.waitsFor().equals(waitsFor))
                        .isPresent()
                && server.configuration().says(waitsFor, upstream)
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
            if (deadline.passed() || !Deadline.pause(POLL)) {
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
        long postmaster = local.postmaster();
        obeyed = Optional.of(new Obeyed(postmaster, waitsFor, now));
    }

    /**
     * From which position on every acknowledged commit is known to have waited for these nodes;
     * empty while that is not proven. A daemon that finds a running primary proves it once.
     */
    Optional<LogPosition> since(
            Set<NodeId> waitsFor, Session session, LogPosition end, Deadline deadline)
            throws SQLException {
        long postmaster = local.postmaster();
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

    private void awaitRunning(
            String names, Optional<NodeId> upstream, Session session, Deadline deadline)
            throws SQLException, Troubled {
        List<Object> wanted = List.of(names, upstream);
        while (!running(session, deadline).equals(wanted)) {
            if (deadline.passed() || !Deadline.pause(POLL)) {
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
                && at.stream().allMatch(Obedience::inMainLoop);
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
}
