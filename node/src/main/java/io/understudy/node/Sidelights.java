package io.understudy.node;

import io.understudy.core.model.Moment;
import io.understudy.core.notice.Beside;
import io.understudy.node.api.MoveReport;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * What the node knows beside its decisions, for its notices. A disk may be slow to answer, so the
 * loop never asks it: another thread does, once a minute.
 */
final class Sidelights {

    private static final Duration BETWEEN_LOOKS = Duration.ofMinutes(1);

    private final Sources sources;
    private volatile Slow slow = new Slow(Long.MAX_VALUE, Optional.empty());
    private volatile boolean looking;
    private Optional<Moment> lookedAt = Optional.empty();
    private Optional<MoveReport> report = Optional.empty();
    private Optional<Beside.Move> move = Optional.empty();

    Sidelights(Sources sources) {
        this.sources = sources;
    }

    /**
     * Where it comes from.
     *
     * @param certificateDays how many whole days the certificate is good for
     * @param disk what is wrong with the database's disk; may block
     * @param journal why it misses records; does not block
     * @param taken the report of the latest move that was taken and completed; does not block
     */
    record Sources(
            LongSupplier certificateDays,
            Supplier<Optional<String>> disk,
            Supplier<Optional<String>> journal,
            Supplier<Optional<MoveReport>> taken) {}

    private record Slow(long certificateDays, Optional<String> disk) {}

    /** For one thread; does not block. */
    Beside at(Moment now) {
        boolean due =
                lookedAt.filter(last -> now.since(last).compareTo(BETWEEN_LOOKS) < 0).isEmpty();
        if (due && !looking) {
            lookedAt = Optional.of(now);
            looking = true;
            Thread.ofVirtual().name("sidelights").start(this::look);
        }
        Optional<MoveReport> latest = sources.taken().get();
        if (!latest.equals(report)) {
            report = latest;
            move = latest.map(Sidelights::move);
        }
        return new Beside(slow.certificateDays(), slow.disk(), sources.journal().get(), move);
    }

    private void look() {
        try {
            slow = new Slow(sources.certificateDays().getAsLong(), sources.disk().get());
        } finally {
            looking = false;
        }
    }

    private static Beside.Move move(MoveReport report) {
        boolean planned =
                switch (report.kind()) {
                    case SWITCHOVER, HANDOVER -> true;
                    case FAILOVER, TAKEOVER -> false;
                };
        return new Beside.Move(
                report.number(),
                planned,
                report.atRisk().bytes().filter(bytes -> bytes == 0).isPresent(),
                report.from(),
                report.why(),
                "It took %d.%d s from %s until it served. At risk: %s"
                        .formatted(
                                report.took().toSeconds(),
                                report.took().toMillisPart() / 100,
                                planned
                                        ? "the word to move"
                                        : report.from() + "'s last sign of life",
                                report.atRisk().sentence()));
    }
}
