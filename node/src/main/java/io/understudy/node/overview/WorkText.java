package io.understudy.node.overview;

import io.understudy.core.model.NodeId;
import io.understudy.core.port.Workload;
import io.understudy.node.api.WorkReport;
import io.understudy.node.api.WorkloadReport;
import io.understudy.node.api.WorkloadReport.State;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What a node's server works at, for people. Pure. */
final class WorkText {

    /** Three looks that found nothing: it is older news than it looks. */
    private static final Duration STALE = Duration.ofSeconds(30);

    private WorkText() {}

    /**
     * {@code ci-b's work: by the server's own account 2 workers are connected and 1 build runs;
     * since move 7 2 of 2 workers are back, the last after 5.1 s; 1 build was cut off.} While it is
     * counted who is back, the server's account may still be that of the one before.
     */
    static String line(NodeId node, WorkReport work) {
        Optional<String> now =
                work.seen()
                        .filter(_ ->
                                work.move()
                                        .filter(it -> it.workload().state() == State.COUNTING)
                                        .isEmpty())
                        .map(WorkText::account);
        Optional<String> since =
                work.move()
                        .flatMap(move ->
                                told(move.workload())
                                        .map(text ->
                                                "since move %s %s".formatted(move.number(), text)));
        String text =
                Stream.of(now, since).flatMap(Optional::stream).collect(Collectors.joining("; "));
        return "%s's work: %s.".formatted(node, text.isEmpty() ? "not seen yet" : text);
    }

    private static String account(WorkReport.Seen seen) {
        return "by the server's own account%s %s connected and %s"
                .formatted(
                        seen.age().compareTo(STALE) > 0
                                ? " of %s ago".formatted(Amounts.duration(seen.age()))
                                : "",
                        seen.workers() == 1 ? "1 worker is" : seen.workers() + " workers are",
                        seen.builds() == 1 ? "1 build runs" : seen.builds() + " builds run");
    }

    private static Optional<String> told(WorkloadReport report) {
        WorkloadReport.Workers workers = report.workers();
        if (workers.known() == 0 && report.builds().isEmpty()) {
            return Optional.empty();
        }
        String back =
                "%d of %d workers are back%s%s"
                        .formatted(
                                workers.back(),
                                workers.known(),
                                report.state() == State.COUNTING ? " so far" : "",
                                workers.last()
                                        .map(last -> ", the last after " + Amounts.duration(last))
                                        .orElse(""));
        int builds = report.builds().size() + report.moreBuilds();
        return Optional.of(builds == 0 ? back : back + "; " + cutOff(builds));
    }

    private static String cutOff(int builds) {
        return builds == 1 ? "1 build was cut off" : builds + " builds were cut off";
    }

    /** What somebody has to do, one sentence each. */
    static List<String> warnings(NodeId node, WorkReport work) {
        List<String> lines = new ArrayList<>();
        work.unseen()
                .ifPresent(why -> lines.add("%s's work can't be seen: %s".formatted(node, why)));
        work.move()
                .ifPresent(move -> {
                    WorkloadReport report = move.workload();
                    if (!report.sentence().isEmpty() && work.unseen().isEmpty()) {
                        lines.add("%s's work: %s".formatted(node, report.sentence()));
                    }
                    if (report.state() != State.COUNTING && !report.workers().missing().isEmpty()) {
                        lines.add(
                                "%s's work: not back since move %s: %s"
                                        .formatted(
                                                node,
                                                move.number(),
                                                String.join(", ", report.workers().missing())));
                    }
                    String lost =
                            lost(report)
                                    .map(WorkloadReport.Build::name)
                                    .collect(Collectors.joining(", "));
                    if (!lost.isEmpty()) {
                        lines.add(
                                "%s's work: lost in move %s, to be run again by hand: %s"
                                        .formatted(node, move.number(), lost));
                    }
                });
        return lines;
    }

    private static Stream<WorkloadReport.Build> lost(WorkloadReport report) {
        return report.builds().stream()
                .filter(build ->
                        build.fate().filter(kind -> kind == Workload.Kind.LOST).isPresent());
    }
}
