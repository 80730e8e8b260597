package io.understudy.node.postgres;

import io.understudy.core.model.NodeId;
import io.understudy.core.port.Progress;
import io.understudy.node.diverged.Incident;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Makes stopped data that left the primary's history a standby's, by going back to where it left.
 */
final class Rewind {

    private static final Path SYNC = Path.of("/bin/sync");

    private final PostgresSettings settings;
    private final LocalServer server;
    private final SourceDatabase sources;
    private final Diverged diverged;

    Rewind(
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
        TimelineHistory own = diverged.ownHistory(control.timeline());
        Optional<TimelineHistory.Fork> fork = own.leaves(primary.history());
        Optional<Incident> incident =
                fork.isPresent()
                        ? diverged.keep(
                                new DivergedLog.Divergence(source, control, own, fork.get()))
                        : Optional.empty();
        progress.at("recovering", 0, 0);
        endCleanly(control, deadline);
        if (incident.isPresent()) {
            progress.at("listing what only this node has", 0, 0);
            diverged.list(incident.get(), !server.data().standby(), deadline);
            endCleanly(server.data().control(deadline), deadline);
        }
        progress.at("comparing", 0, 0);
        Programs.Ended trial = pgRewind(source, true, deadline);
        if (!trial.well()) {
            throw rewindTrouble(trial, source);
        }
        boolean nothingToDo = (trial.out() + trial.err()).contains("no rewind required");
        if (nothingToDo && fork.isPresent() && server.data().standby()) {
            refuseLogPast(fork.get(), source, deadline);
        }
        progress.at("rewinding", 0, 0);
        server.owner().write(server.data().rewindMark(), "from " + source + "\n", "rw-------");
        Programs.Ended ended = pgRewind(source, false, deadline);
        if (!ended.well()) {
            throw rewindTrouble(ended, source);
        }
        flush(deadline);
        server.underWay().step(() -> server.data().becomeStandby(settings.data()));
        Files.delete(server.data().rewindMark());
        server.data().forget();
        diverged.ended();
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
        if (flushesWhole()) {
            arguments.add("--no-sync");
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

    /**
     * pg_rewind looks at what a standby has replayed, but the standby would first replay all that
     * it has received, and then be unable to follow.
     */
    private void refuseLogPast(TimelineHistory.Fork fork, NodeId source, Deadline deadline)
            throws Troubled {
        Programs.Ended found =
                server.data()
                        .programs()
                        .run(
                                Programs.Call.of(
                                        "pg_waldump",
                                        "--path=" + settings.data().resolve("pg_wal"),
                                        "--timeline=" + fork.timeline(),
                                        "--start=" + fork.at(),
                                        "--limit=1"),
                                deadline);
        if (found.late()) {
            throw Troubled.failed("the log past " + fork.at() + " could not be read in time");
        }
        if (found.well() && !found.out().isBlank()) {
            throw Troubled.refused(
                    "this standby has received log that "
                            + source
                            + " does not have, from "
                            + fork.at()
                            + " on, and has not replayed it yet, so that pg_rewind does not see it;"
                            + " it needs a new copy");
        }
    }

    /**
     * All of the file system at once: pg_rewind would flush each file, and the next start again.
     */
    private void flush(Deadline deadline) throws Troubled {
        if (!flushesWhole()) {
            return;
        }
        Programs.Ended ended =
                server.data()
                        .programs()
                        .run(
                                Programs.Call.of(SYNC.toString(), "-f", settings.data().toString()),
                                deadline);
        if (!ended.well()) {
            throw Troubled.failed(
                    "the rewound data could not be brought onto disk: " + ended.complaint());
        }
    }

    private static boolean flushesWhole() {
        return Files.isExecutable(SYNC);
    }
}
