package io.understudy.node.api;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.understudy.core.decision.Role;
import io.understudy.core.foresight.Foretold;
import io.understudy.core.model.Epoch;
import io.understudy.core.model.LogPosition;
import io.understudy.core.model.NodeId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What one node sees and is. Durations are milliseconds in JSON, and their names say so.
 *
 * @param about the node itself
 * @param standing what it is at
 * @param primacy who is primary, as far as it has seen the register
 * @param worst what follows from the timings
 * @param database empty on a witness
 * @param server empty on a witness
 * @param arbiter how it stands with the arbiter
 * @param guard empty on a witness
 * @param journal why the journal of its decisions misses records, while it does; one sentence
 * @param fence by what it would make sure that others have stopped; empty on a witness
 * @param files empty where it carries none
 * @param address where its virtual address is; empty on a witness, and where there is none
 * @param work what its server works at; empty where it does not serve, or nothing says that
 * @param foretold what it would do if another node were lost now
 */
public record NodeReport(
        About about,
        Standing standing,
        Optional<Primacy> primacy,
        WorstCase worst,
        Optional<DatabaseReport> database,
        Optional<ServerReport> server,
        ArbiterReport arbiter,
        Optional<GuardReport> guard,
        Optional<String> journal,
        Optional<FenceReport> fence,
        Optional<FilesReport> files,
        Optional<AddressReport> address,
        Optional<WorkReport> work,
        List<Foretold> foretold) {

    public NodeReport {
        foretold = List.copyOf(foretold);
    }

    /** Of a node that carries no files and has no virtual address. */
    public NodeReport(
            About about,
            Standing standing,
            Optional<Primacy> primacy,
            WorstCase worst,
            Optional<DatabaseReport> database,
            Optional<ServerReport> server,
            ArbiterReport arbiter,
            Optional<GuardReport> guard,
            Optional<String> journal,
            Optional<FenceReport> fence) {
        this(
                about,
                standing,
                primacy,
                worst,
                database,
                server,
                arbiter,
                guard,
                journal,
                fence,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                List.of());
    }

    /** The same, of a node that foretells this. */
    public NodeReport withForetold(List<Foretold> ahead) {
        return new NodeReport(
                about, standing, primacy, worst, database, server, arbiter, guard, journal, fence,
                files, address, work, ahead);
    }

    /** The same, of a node that carries files. */
    public NodeReport withFiles(Optional<FilesReport> carried) {
        return new NodeReport(
                about, standing, primacy, worst, database, server, arbiter, guard, journal, fence,
                carried, address, work, foretold);
    }

    /** The same, of a node whose server's work can be seen. */
    public NodeReport withWork(Optional<WorkReport> seen) {
        return new NodeReport(
                about, standing, primacy, worst, database, server, arbiter, guard, journal, fence,
                files, address, seen, foretold);
    }

    /** The same, of a node that may have a virtual address. */
    NodeReport withAddress(Optional<AddressReport> virtual) {
        return new NodeReport(
                about, standing, primacy, worst, database, server, arbiter, guard, journal, fence,
                files, virtual, work, foretold);
    }

    /**
     * The same, of a node that keeps and repairs this.
     *
     * @param disk what is wrong with the database's disk, for want of anything that it says itself
     */
    public NodeReport with(
            Optional<KeptReport> kept, Optional<ProgressReport> progress, Optional<String> disk) {
        return new NodeReport(
                about,
                standing,
                primacy,
                worst,
                database.map(report -> report.with(kept, progress, disk)),
                server,
                arbiter,
                guard,
                journal,
                fence,
                files,
                address,
                work,
                foretold);
    }

    /**
     * The node itself.
     *
     * @param time its wall clock, for people
     * @param version of the program
     * @param pid of its daemon
     * @param residentBytes the daemon's memory; 0 where it is not known
     * @param certificateDaysLeft whole days until its certificate expires; negative once it has
     */
    public record About(
            String cluster,
            NodeId node,
            Instant time,
            String version,
            long pid,
            long residentBytes,
            long certificateDaysLeft) {}

    /**
     * What it is at.
     *
     * @param sentence why, for people
     * @param epochSeen the highest epoch it has seen
     * @param leaseLeft only where it holds the lease; zero once it has run out
     */
    public record Standing(
            Role role,
            String sentence,
            Epoch epochSeen,
            @JsonProperty("leaseLeftMillis") Optional<Duration> leaseLeft) {}

    /**
     * Who is primary.
     *
     * @param phase {@code fencing}, {@code active} or {@code ceded}
     * @param inSync the nodes that have every acknowledged commit; empty where none is known to
     * @param synchrony who is in sync or why nobody is, one sentence
     * @param pause empty where the cluster may move by itself
     * @param request what a person asked and is not done yet, one sentence
     * @param position the end of the primary's log, as of its latest renewal
     * @param automaticMoves how many moves came in a row without a person
     * @param serverFailed the nodes on which the server has used up its restarts
     */
    public record Primacy(
            Epoch epoch,
            NodeId holder,
            String phase,
            List<NodeId> inSync,
            String synchrony,
            Optional<Pause> pause,
            Optional<String> request,
            LogPosition position,
            int automaticMoves,
            List<NodeId> serverFailed) {
        public Primacy {
            inSync = List.copyOf(inSync);
            serverFailed = List.copyOf(serverFailed);
        }
    }

    /** Nothing moves for that long, on this node's clock. */
    public record Pause(String by, @JsonProperty("leftMillis") Duration left) {}

    /**
     * What a database looks like.
     *
     * @param state one word: {@code absent}, {@code stopped}, {@code starting}, {@code primary},
     *     {@code standby}, {@code unusable} or {@code unknown}
     * @param sentence what is under way or what is wrong with it, if anything
     * @param log how far it is; empty where that is not known
     * @param followers only of a primary
     * @param kept what only this node has had, and keeps
     * @param progress of a repair that is under way
     */
    public record DatabaseReport(
            String state,
            Optional<String> sentence,
            Optional<LogReport> log,
            List<FollowerReport> followers,
            Optional<KeptReport> kept,
            Optional<ProgressReport> progress) {
        public DatabaseReport {
            followers = List.copyOf(followers);
        }

        /** Of a node that keeps nothing, and repairs nothing. */
        public DatabaseReport(
                String state,
                Optional<String> sentence,
                Optional<LogReport> log,
                List<FollowerReport> followers) {
            this(state, sentence, log, followers, Optional.empty(), Optional.empty());
        }

        DatabaseReport with(
                Optional<KeptReport> changedKept,
                Optional<ProgressReport> changedProgress,
                Optional<String> disk) {
            return new DatabaseReport(
                    state, sentence.or(() -> disk), log, followers, changedKept, changedProgress);
        }
    }

    /**
     * How far a long repair has come.
     *
     * @param what one or two words for people
     * @param totalBytes 0 where it is not known
     * @param bytesPerSecond since it began; 0 where it is not known yet
     * @param left how long it may still take at that rate
     */
    public record ProgressReport(
            String what,
            long doneBytes,
            long totalBytes,
            long bytesPerSecond,
            @JsonProperty("leftMillis") Optional<Duration> left) {

        /** For people: {@code copying, 120 of 480 MB, 25 %, 12 MB/s, 30 s left}. */
        public String text() {
            if (totalBytes <= 0) {
                return what;
            }
            String share =
                    "%s, %d of %d MB, %d %%"
                            .formatted(
                                    what,
                                    doneBytes >> 20,
                                    totalBytes >> 20,
                                    Math.min(100, 100 * doneBytes / totalBytes));
            return share
                    + left.map(time ->
                                    ", %d MB/s, about %s left"
                                            .formatted(bytesPerSecond >> 20, plain(time)))
                            .orElse("");
        }

        private static String plain(Duration time) {
            return time.compareTo(Duration.ofMinutes(2)) < 0
                    ? time.toSeconds() + " s"
                    : time.compareTo(Duration.ofHours(2)) < 0
                            ? time.toMinutes() + " min"
                            : time.toHours() + " h " + time.toMinutesPart() + " min";
        }
    }

    /**
     * What a node keeps of what it once had alone, until a person discards it.
     *
     * @param incidents oldest first; without those that held nothing committed
     * @param unreadable how many more there are that can't be read
     */
    public record KeptReport(List<Kept> incidents, int unreadable) {
        public KeptReport {
            incidents = List.copyOf(incidents);
        }

        /**
         * One incident.
         *
         * @param source whose history the node left
         * @param summary what it held, without an end
         * @param logBytes what the kept log takes
         * @param oldData the directory beside the data with the whole old data
         */
        public record Kept(
                String id,
                NodeId source,
                String summary,
                long logBytes,
                Optional<String> oldData) {}
    }

    /**
     * How far a database is.
     *
     * @param received the end of what is safe on its disk
     * @param replayed the end of what is visible; the same on a primary
     * @param upstream whom a standby follows
     * @param streaming whether a standby's stream is open
     */
    public record LogReport(
            int timeline,
            LogPosition received,
            LogPosition replayed,
            Optional<NodeId> upstream,
            boolean streaming) {}

    /**
     * A standby, as its primary sees it.
     *
     * @param lag how long ago the primary's log first reached past what the standby has; empty
     *     where the primary has not watched for that long
     */
    public record FollowerReport(
            NodeId node,
            boolean streaming,
            boolean synchronous,
            long lagBytes,
            @JsonProperty("lagMillis") Optional<Duration> lag) {}

    /**
     * The protected server.
     *
     * @param state one word: {@code stopped}, {@code starting}, {@code healthy}, {@code unhealthy},
     *     {@code unusable} or {@code unknown}
     * @param sentence what is under way or what is wrong with it, if anything
     * @param restarts empty where it has not failed
     */
    public record ServerReport(
            String state, Optional<String> sentence, Optional<RestartReport> restarts) {}

    /**
     * What a server that failed has cost.
     *
     * @param used how often it has failed since it last stayed healthy for long
     * @param limit so many times it is started again here
     * @param nextTry how long until it is started again; empty where it runs or is left
     * @param left whether it has used up its restarts here
     * @param lastFailure why it failed last
     */
    public record RestartReport(
            int used,
            int limit,
            @JsonProperty("nextTryMillis") Optional<Duration> nextTry,
            boolean left,
            Optional<String> lastFailure) {}

    /**
     * How it stands with the arbiter.
     *
     * @param place of this node's own vote, or of what it has instead
     * @param member the same, for people
     * @param ensemble while it is connected to one outside of the nodes
     * @param lastContact how long ago the arbiter last answered; empty where it never has
     * @param silence why it does not answer, while it does not
     * @param ifLost of two nodes without a third vote: what happens when one is lost, for people
     */
    public record ArbiterReport(
            Place place,
            String member,
            Optional<EnsembleReport> ensemble,
            @JsonProperty("lastContactMillis") Optional<Duration> lastContact,
            Optional<String> silence,
            Optional<String> ifLost) {}

    /** What a node is to the register. */
    public enum Place {
        /** Its own member of the ensemble leads. */
        LEADING,
        /** Its own member of the ensemble follows. */
        FOLLOWING,
        /** Its own member of the ensemble knows no leader. */
        LOOKING,
        /** Its own member of the ensemble has given up. */
        FAILED,
        /** A member of an ensemble outside of the nodes serves it. */
        CONNECTED,
        /** No member of an ensemble outside of the nodes serves it. */
        APART,
        /** The one other node that shares the register answers. */
        PAIRED,
        /** The one other node that shares the register does not answer. */
        ALONE
    }

    /**
     * An ensemble outside of the nodes, as one node sees it.
     *
     * @param member that serves it, as {@code host:port}
     * @param latency of its last answer
     * @param silent the members that did not answer when they were last tried
     */
    public record EnsembleReport(
            String member, @JsonProperty("latencyMillis") Duration latency, List<String> silent) {
        public EnsembleReport {
            silent = List.copyOf(silent);
        }
    }
}
