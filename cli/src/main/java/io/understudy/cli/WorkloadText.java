package io.understudy.cli;

import io.understudy.core.port.Workload;
import io.understudy.node.api.WorkloadReport;
import io.understudy.node.api.WorkloadReport.State;
import java.util.ArrayList;
import java.util.List;

/** What became of a server's work over a move, as people read it. Pure. */
final class WorkloadText {

    private WorkloadText() {}

    static List<String> of(WorkloadReport report) {
        List<String> lines = new ArrayList<>();
        if (report.workers().known() > 0 || report.state() == State.DONE) {
            lines.add("  workers  " + workers(report));
        }
        if (!report.builds().isEmpty()) {
            int all = report.builds().size() + report.moreBuilds();
            lines.add(
                    "  builds   %s running when the old primary stopped:"
                            .formatted(all == 1 ? "1 was" : all + " were"));
            report.builds().forEach(build -> lines.add("             " + build(build)));
            if (report.moreBuilds() > 0) {
                lines.add("             and %d others".formatted(report.moreBuilds()));
            }
        } else if (report.workers().known() > 0 || report.state() == State.DONE) {
            lines.add("  builds   none was running when the old primary stopped");
        }
        if (!report.sentence().isEmpty()) {
            lines.add("  work     " + report.sentence());
        } else if (lines.isEmpty()) {
            lines.add("  work     nothing has been read yet");
        }
        return lines;
    }

    private static String workers(WorkloadReport report) {
        WorkloadReport.Workers workers = report.workers();
        var text = new StringBuilder("%d of %d back".formatted(workers.back(), workers.known()));
        if (report.state() == State.COUNTING) {
            text.append(" so far");
        }
        workers.last()
                .ifPresent(last ->
                        text.append(", the last ")
                                .append(MoveText.seconds(last))
                                .append(" after the move began"));
        if (!workers.missing().isEmpty()) {
            int more = workers.known() - workers.back() - workers.missing().size();
            text.append("; missing: ").append(String.join(", ", workers.missing()));
            if (more > 0) {
                text.append(" and %d others".formatted(more));
            }
        }
        return text.toString();
    }

    private static String build(WorkloadReport.Build build) {
        String where = build.worker().isEmpty() ? "" : " on " + build.worker();
        String fate =
                build.fate()
                        .map(kind -> fate(kind, build.note()))
                        .orElse("what became of it is not known");
        return build.name() + where + ": " + fate;
    }

    private static String fate(Workload.Kind kind, String note) {
        String word =
                switch (kind) {
                    case RUNNING -> "resumed, it still runs";
                    case FINISHED -> "it ended by itself";
                    case RUN_AGAIN -> note.isEmpty() ? "it is run again" : "it is run again as ";
                    case WAITING ->
                            note.isEmpty()
                                    ? "it will be run again"
                                    : "it will be run again, waits ";
                    case LOST -> note.isEmpty() ? "lost, to be run again by hand" : "lost: ";
                };
        boolean named =
                !note.isEmpty() && kind != Workload.Kind.RUNNING && kind != Workload.Kind.FINISHED;
        return named ? word + note : word;
    }
}
