package io.understudy.node.postgres;

import io.understudy.core.action.Outcome;
import io.understudy.core.model.LogPosition;
import io.understudy.core.model.NodeId;
import io.understudy.core.observation.DatabaseState;
import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Looks at this node's PostgreSQL and says what it saw in our own words. */
final class LocalView {

    /** One row where nobody follows, and else one for each follower: one question, one answer. */
    private static final String SEEN =
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
              (select status from pg_stat_wal_receiver),
              application_name, coalesce(flush_lsn, '0/0'), state, sync_state
            from (values (1)) as once
              left join pg_stat_replication
                on application_name <> 'understudy' and not pg_is_in_recovery()
            """;

    private static final int FOLLOWER = 9;

    private final PostgresSettings settings;
    private final LocalServer server;
    private final LocalSession local;
    private final Obedience obedience;
    private final Link link;

    LocalView(
            PostgresSettings settings,
            LocalServer server,
            LocalSession local,
            Obedience obedience) {
        this.settings = settings;
        this.server = server;
        this.local = local;
        this.obedience = obedience;
        this.link = new Link(server.log());
    }

    DatabaseState look(Deadline deadline) {
        try {
            return tryLook(deadline);
        } catch (Troubled e) {
            return switch (e.outcome()) {
                case Outcome.Refused refused -> new DatabaseState.Unusable(refused.why());
                default -> new DatabaseState.Unknown(e.why());
            };
        } catch (SQLException e) {
            local.close();
            if (Diagnosis.startingUp(e)) {
                return starting();
            }
            String why = Diagnosis.sentence(e, "this node's PostgreSQL", settings.access().role());
            return Diagnosis.silent(e)
                    ? new DatabaseState.Silent(why)
                    : new DatabaseState.Refused(why);
        } catch (IOException | IllegalArgumentException e) {
            local.close();
            return new DatabaseState.Unknown(
                    settings.data() + " can't be looked at: " + e.getMessage());
        }
    }

    private DatabaseState tryLook(Deadline deadline) throws Troubled, SQLException, IOException {
        if (server.stopping().undying()) {
            local.close();
            return new DatabaseState.Unusable(
                    "needed an end of PostgreSQL's processes, found them killed and still there: "
                            + server.postmaster().processes()
                            + "; the kernel waits for a disk: mend it, or start this host again");
        }
        Optional<Postmaster.Running> running = server.postmaster().running();
        if (running.isEmpty()) {
            local.close();
            return lookAtFiles(deadline);
        }
        if (!running.get().answers()) {
            if (running.get().status().equals("stopping")) {
                return new DatabaseState.Refused("PostgreSQL is stopping");
            }
            return starting();
        }
        Session session = local.get(running.get(), deadline);
        server.log().bound();
        List<List<Optional<String>>> rows = session.rows(SEEN, deadline);
        return rows.getFirst().get(0).orElse("").equals("t")
                ? standby(rows.getFirst())
                : primary(session, rows, deadline);
    }

    private DatabaseState starting() {
        boolean standby = server.data().standby();
        return new DatabaseState.Starting(standby, standby && Link.logGone(server.log().lines(0)));
    }

    private DatabaseState lookAtFiles(Deadline deadline) throws Troubled, IOException {
        if (server.data().absent()) {
            return new DatabaseState.Absent();
        }
        server.data().major();
        server.data().checkOwner();
        ControlData control = server.data().control(deadline);
        if (!server.postmaster().processes().isEmpty()) {
            return new DatabaseState.Unknown(
                    "processes of " + settings.data() + " are there without their postmaster");
        }
        return new DatabaseState.Stopped(
                control.timeline(),
                control.atLeast(),
                control.cleanPrimary(),
                server.data().standby());
    }

    private DatabaseState primary(
            Session session, List<List<Optional<String>>> rows, Deadline deadline)
            throws SQLException, Troubled {
        List<Optional<String>> base = rows.getFirst();
        LogPosition end = LogPosition.parse(base.get(3).orElse(""));
        Set<NodeId> waitsFor = SynchronousNames.parse(base.get(1).orElse(""));
        Optional<LogPosition> since = obedience.since(waitsFor, session, end, deadline);
        List<DatabaseState.Follower> followers = new ArrayList<>();
        for (List<Optional<String>> each : rows) {
            List<Optional<String>> row = each.subList(FOLLOWER, each.size());
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
        LogPosition replayed = position(base.get(6));
        LogPosition received = position(base.get(5));
        return new DatabaseState.Standby(
                Integer.parseInt(base.get(7).orElse("0")),
                received.isAtLeast(replayed) ? received : replayed,
                replayed,
                server.configuration().upstreamOf(base.get(2).orElse("")),
                link.note(base.get(8).orElse("").equals("streaming")));
    }

    private static LogPosition position(Optional<String> text) {
        return text.map(LogPosition::parse).orElse(LogPosition.START);
    }
}
