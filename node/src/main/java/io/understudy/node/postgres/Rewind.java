package io.understudy.node.postgres;

import io.understudy.core.model.NodeId;
import io.understudy.core.port.Progress;
import java.io.IOException;
import java.nio.file.Files;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes stopped data that left the primary's history a standby's, by going back to where it left.
 */
final class Rewind {

    private static final Logger log = LoggerFactory.getLogger(Rewind.class);

    private final PostgresSettings settings;
    private final LocalServer server;
    private final SourceDatabase sources;
    private final DivergedLog diverged;

    Rewind(PostgresSettings settings, LocalServer server, SourceDatabase sources) {
        this.settings = settings;
        this.server = server;
        this.sources = sources;
        this.diverged = new DivergedLog(settings, server.owner());
    }

    void from(NodeId source, Deadline deadline, Progress progress)
            throws Troubled, IOException, SQLException {
        server.stopping().requireStopped();
        if (server.data().absent()) {
            throw Troubled.refused("there is no data to rewind in " + settings.data());
        }
        server.data().checkUsable();
        if (server.data().halfRewound()) {
            throw Troubled.refused(
                    "an earlier rewind was interrupted, and its data can't be rewound again; it"
                            + " needs a new copy");
        }
        SourceDatabase.Source primary = sources.read(source, true, deadline);
        ControlData control = server.data().control(deadline);
        if (!control.systemIdentifier().equals(primary.systemIdentifier())) {
            throw Troubled.failed(sources.otherCluster(source, primary, control));
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
        server.owner().write(server.data().rewindMark(), "from " + source + "\n", "rw-------");
        Programs.Ended ended = pgRewind(source, false, deadline);
        if (!ended.well()) {
            throw rewindTrouble(ended, source);
        }
        server.underWay().step(() -> server.data().becomeStandby(settings.data()));
        Files.delete(server.data().rewindMark());
        server.data().forget();
        progress.at("rewound", 1, 1);
    }

    /** pg_rewind needs data that was shut down. */
    private void endCleanly(ControlData control, Deadline deadline) throws Troubled {
        if (control.cleanPrimary() || control.cleanStandby()) {
            return;
        }
        if (server.data().standby()) {
            server.starting().start(Set.of(), Optional.empty(), deadline);
            if (!server.stopping().ask("INT", deadline)) {
                throw Troubled.unknown("the standby did not stop in time");
            }
        } else {
            server.singleUser().run("", deadline);
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
        return server.data()
                .programs()
                .run(new Programs.Call("pg_rewind", arguments, Map.of(), "", _ -> {}), deadline);
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

    private void keepDiverged(NodeId source, SourceDatabase.Source primary, ControlData control)
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
}
