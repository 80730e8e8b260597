package io.understudy.node.api;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import io.understudy.core.foresight.Foretold;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

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
 * @param foretold what it would do if another node were lost now; none where an older version
 *     answers
 * @param reach which other nodes answer it; empty where an older version answers
 * @param notices whom it tells, and how that goes; empty where it tells nobody
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
        @JsonSetter(nulls = Nulls.AS_EMPTY) List<Foretold> foretold,
        Optional<List<ReachReport>> reach,
        Optional<NotifyReport> notices) {

    public NodeReport {
        foretold = List.copyOf(foretold);
        reach = reach.map(List::copyOf);
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
                List.of(),
                Optional.empty(),
                Optional.empty());
    }

    /** The same, of a node that foretells this. */
    public NodeReport withForetold(List<Foretold> ahead) {
        return changed(draft -> draft.foretold = ahead);
    }

    /** The same, of a node that these answer, or do not. */
    public NodeReport withReach(List<ReachReport> seen) {
        return changed(draft -> draft.reach = Optional.of(seen));
    }

    /** The same, of a node that tells these. */
    public NodeReport withNotices(Optional<NotifyReport> told) {
        return changed(draft -> draft.notices = told);
    }

    /** The same, of a node that carries files. */
    public NodeReport withFiles(Optional<FilesReport> carried) {
        return changed(draft -> draft.files = carried);
    }

    /** The same, of a node whose server's work can be seen. */
    public NodeReport withWork(Optional<WorkReport> seen) {
        return changed(draft -> draft.work = seen);
    }

    /** The same, of a node that may have a virtual address. */
    NodeReport withAddress(Optional<AddressReport> virtual) {
        return changed(draft -> draft.address = virtual);
    }

    /**
     * The same, of a node that keeps and repairs this.
     *
     * @param disk what is wrong with the database's disk, for want of anything that it says itself
     */
    public NodeReport with(
            Optional<KeptReport> kept, Optional<ProgressReport> progress, Optional<String> disk) {
        return changed(draft ->
                draft.database = database.map(report -> report.with(kept, progress, disk)));
    }

    private NodeReport changed(Consumer<Draft> change) {
        Draft draft = new Draft(this);
        change.accept(draft);
        return draft.done();
    }

    /** A report in the making, as far as it is changed afterwards. It never leaves a method. */
    private static final class Draft {
        private final NodeReport from;
        private Optional<DatabaseReport> database;
        private Optional<FilesReport> files;
        private Optional<AddressReport> address;
        private Optional<WorkReport> work;
        private List<Foretold> foretold;
        private Optional<List<ReachReport>> reach;
        private Optional<NotifyReport> notices;

        Draft(NodeReport from) {
            this.from = from;
            database = from.database;
            files = from.files;
            address = from.address;
            work = from.work;
            foretold = from.foretold;
            reach = from.reach;
            notices = from.notices;
        }

        NodeReport done() {
            return new NodeReport(
                    from.about,
                    from.standing,
                    from.primacy,
                    from.worst,
                    database,
                    from.server,
                    from.arbiter,
                    from.guard,
                    from.journal,
                    from.fence,
                    files,
                    address,
                    work,
                    foretold,
                    reach,
                    notices);
        }
    }
}
