package io.understudy.node.moves;

import io.understudy.core.model.Epoch;
import io.understudy.core.port.Workload;
import io.understudy.core.port.Workload.Fate;
import io.understudy.core.port.Workload.Sight.Seen;
import io.understudy.core.port.Workload.Sight.Unseen;
import io.understudy.core.port.Workload.Worker;
import io.understudy.node.api.MoveReport;
import io.understudy.node.api.MoveReport.Phase;
import io.understudy.node.api.MoveReport.PhaseReport;
import io.understudy.node.api.MoveReport.Side;
import io.understudy.node.api.WorkloadReport;
import io.understudy.node.api.WorkloadReport.State;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks now and again at what the server works at, and closely after this node has taken over. One
 * thread of its own; no move waits for it, and no failure of it is more than a sentence in the
 * report.
 */
final class WorkloadWatch implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(WorkloadWatch.class);

    private static final Duration CLOSE = Duration.ofMinutes(1);

    private final Workload workload;
    private final MoveArchive archive;
    private final Pace pace;
    private final ScheduledExecutorService thread =
            Executors.newSingleThreadScheduledExecutor(
                    Thread.ofPlatform().name("workload").daemon().factory());

    private Optional<Connected> before = Optional.empty();
    private Optional<Count> open = Optional.empty();
    private String trouble = "";

    private final Latest latest = new Latest();

    /**
     * When it looks.
     *
     * @param now and again, while nothing moves
     * @param closely after a move
     * @param look the longest look
     * @param longest after so long it counts no more
     */
    record Pace(Duration now, Duration closely, Duration look, Duration longest) {
        static final Pace USUAL =
                new Pace(
                        Duration.ofSeconds(10),
                        Duration.ofMillis(500),
                        Duration.ofSeconds(2),
                        Duration.ofMinutes(10));
    }

    /** Who was connected, and when that was seen, on this process's monotonic clock. */
    private record Connected(Set<String> names, long nanos) {}

    /**
     * A move whose consequences are counted.
     *
     * @param offset from the beginning of the move to {@code nanos}
     * @param reckoning empty until what the old server left was seen
     */
    private record Count(Epoch number, Duration offset, long nanos, Optional<Reckoning> reckoning) {

        Duration at() {
            return offset.plus(Duration.ofNanos(System.nanoTime() - nanos));
        }

        Count with(Reckoning next) {
            return new Count(number, offset, nanos, Optional.of(next));
        }
    }

    WorkloadWatch(Workload workload, MoveArchive archive, Pace pace) {
        this.workload = workload;
        this.archive = archive;
        this.pace = pace;
        every(pace.now(), this::lookNowAndAgain);
    }

    Latest latest() {
        return latest;
    }

    /** Is told of each report as it changes. Does not block. */
    void told(MoveReport report) {
        try {
            thread.execute(() -> survive(() -> moved(report)));
        } catch (RejectedExecutionException _) {
            // It was closed: the daemon ends.
        }
    }

    private void moved(MoveReport report) {
        if (report.side() == Side.GAVE) {
            end("This node gave the primacy away before.");
        } else if (hasPromoted(report)
                && open.filter(count -> count.number().equals(report.number())).isEmpty()) {
            begin(report);
        }
    }

    private static boolean hasPromoted(MoveReport report) {
        return report.phases().stream()
                .filter(phase -> phase.phase() == Phase.PROMOTE)
                .map(PhaseReport::took)
                .anyMatch(Optional::isPresent);
    }

    private void begin(MoveReport report) {
        end("Another move came.");
        Optional<WorkloadReport> kept = archive.workload(report);
        if (kept.isPresent()) {
            if (kept.get().state() == State.COUNTING) {
                archive.amend(report.number(), interrupted(kept.get()));
            }
            return;
        }
        open =
                Optional.of(
                        new Count(
                                report.number(),
                                report.took(),
                                System.nanoTime(),
                                Optional.empty()));
        archive.amend(report.number(), WorkloadReport.unknown(State.COUNTING, ""));
        count();
    }

    /** What was seen before stays; how the old server left its workers is not known any more. */
    private static WorkloadReport interrupted(WorkloadReport kept) {
        return new WorkloadReport(
                State.GIVEN_UP,
                kept.workers(),
                kept.builds(),
                kept.moreBuilds(),
                "The daemon was started again while it counted.");
    }

    private void end(String why) {
        open.ifPresent(count ->
                archive.amend(
                        count.number(),
                        count.reckoning()
                                .map(reckoning -> reckoning.report(State.GIVEN_UP, why))
                                .orElse(WorkloadReport.unknown(State.GIVEN_UP, why))));
        open = Optional.empty();
    }

    /** One close look, and the next one if there is more to come. */
    private void count() {
        if (open.isEmpty()) {
            return;
        }
        Count count = open.get();
        switch (look()) {
            case Unseen(String why) -> unseen(count, why);
            case Seen seen -> seen(count, seen);
        }
        if (open.isPresent()) {
            var _ =
                    thread.schedule(
                            () -> survive(this::count),
                            pause(open.get()).toMillis(),
                            TimeUnit.MILLISECONDS);
        }
    }

    /** Most come back within a minute; whoever does not may be waited for at leisure. */
    private Duration pause(Count count) {
        return count.at().compareTo(CLOSE) < 0 ? pace.closely() : pace.closely().multipliedBy(10);
    }

    private void unseen(Count count, String why) {
        note(why);
        if (count.at().compareTo(pace.longest()) > 0) {
            end(why);
        } else if (count.reckoning().isEmpty()) {
            archive.amend(count.number(), WorkloadReport.unknown(State.COUNTING, why));
        }
    }

    private void seen(Count count, Seen seen) {
        note("");
        Reckoning begun =
                count.reckoning().orElseGet(() -> Reckoning.of(fresh(count.nanos()), seen));
        Reckoning next = begun;
        if (count.reckoning().isPresent()) {
            next = begun.seen(seen, fates(begun), count.at());
        }
        boolean over = count.reckoning().isPresent() && next.isOver(count.at());
        if (over) {
            archive.amend(count.number(), next.report(State.DONE, ""));
            open = Optional.empty();
            return;
        }
        if (!Optional.of(next).equals(count.reckoning())) {
            archive.amend(count.number(), next.report(State.COUNTING, ""));
        }
        open = Optional.of(count.with(next));
        if (count.at().compareTo(pace.longest()) > 0) {
            end("Counted for %d min.".formatted(pace.longest().toMinutes()));
        }
    }

    private Map<String, Fate> fates(Reckoning reckoning) {
        Set<String> keys = reckoning.keys();
        if (keys.isEmpty()) {
            return Map.of();
        }
        return switch (workload.fates(keys, pace.look())) {
            case Workload.Fates.Known(Map<String, Fate> of) -> of;
            case Workload.Fates.Unknown(String why) -> {
                note(why);
                yield Map.of();
            }
        };
    }

    /** What was known shortly before; what is older tells nothing of who was there at the end. */
    private Optional<Set<String>> fresh(long nanos) {
        long most = pace.now().multipliedBy(6).toNanos();
        return before.filter(seen -> nanos - seen.nanos() < most).map(Connected::names);
    }

    private void lookNowAndAgain() {
        if (open.isPresent()) {
            return;
        }
        switch (look()) {
            // While a database starts, stops or is copied, it can't be asked: that is told
            // elsewhere.
            case Unseen _ -> {}
            case Seen seen -> {
                note("");
                Set<String> names =
                        seen.workers().stream()
                                .filter(Worker::connected)
                                .map(Worker::name)
                                .collect(Collectors.toSet());
                // A server that stops in order says good-bye to all of them before it is gone.
                if (!names.isEmpty()) {
                    before = Optional.of(new Connected(names, System.nanoTime()));
                }
            }
        }
    }

    private Workload.Sight look() {
        Workload.Sight sight = workload.look(pace.look());
        latest.saw(sight);
        return sight;
    }

    private void note(String why) {
        if (!why.isEmpty() && !why.equals(trouble)) {
            LOG.warn("What the server works at can't be read: {}", why);
        }
        trouble = why;
    }

    private void every(Duration pause, Runnable look) {
        var _ =
                thread.scheduleWithFixedDelay(
                        () -> survive(look),
                        pause.toMillis(),
                        pause.toMillis(),
                        TimeUnit.MILLISECONDS);
    }

    /** A defect here must not end what is no more than a report. */
    private static void survive(Runnable work) {
        try {
            work.run();
        } catch (RuntimeException e) {
            LOG.error("the watch over the server's work has failed", e);
        }
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
