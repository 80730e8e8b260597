package io.understudy.node.loop;

import io.understudy.core.action.Action;
import io.understudy.core.model.Moment;
import io.understudy.core.port.Progress;
import io.understudy.node.api.ProgressReport;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * How far the long action under way has come, how fast it goes, and how long it may still take. Any
 * thread may call.
 */
final class ProgressBoard implements Progress {

    /** Before this, a rate says nothing. */
    private static final Duration SETTLED = Duration.ofSeconds(1);

    private final Supplier<Moment> clock;
    private volatile Optional<Stretch> latest = Optional.empty();

    ProgressBoard(Supplier<Moment> clock) {
        this.clock = clock;
    }

    /** From the first report of a kind of work to its latest. */
    private record Stretch(
            String what, Moment begun, long doneAtBegin, Moment at, long done, long total) {

        ProgressReport report() {
            Duration taken = at.since(begun);
            boolean known = total > 0 && taken.compareTo(SETTLED) >= 0 && done > doneAtBegin;
            long rate = known ? (done - doneAtBegin) * 1000 / taken.toMillis() : 0;
            return new ProgressReport(
                    what,
                    done,
                    total,
                    rate,
                    rate > 0
                            ? Optional.of(Duration.ofSeconds(Math.max(0, total - done) / rate))
                            : Optional.empty());
        }
    }

    @Override
    public synchronized void at(String what, long done, long total) {
        Moment now = clock.get();
        latest =
                Optional.of(
                        latest.filter(so -> so.what().equals(what) && so.done() <= done)
                                .map(so ->
                                        new Stretch(
                                                what,
                                                so.begun(),
                                                so.doneAtBegin(),
                                                now,
                                                done,
                                                total))
                                .orElseGet(() -> new Stretch(what, now, done, now, done, total)));
    }

    /** Empty where nothing long is under way, or it has not said anything yet. */
    Optional<ProgressReport> report(Optional<Action.OnDatabase> busy) {
        return busy.filter(ProgressBoard::isLong).isPresent()
                ? latest.map(Stretch::report)
                : Optional.empty();
    }

    /** The sentence, with how far that is; as it was where nothing long is under way. */
    String in(String sentence, Optional<Action.OnDatabase> busy) {
        return report(busy)
                .map(found -> sentence.replaceFirst("\\.$", "") + " (" + found.text() + ").")
                .orElse(sentence);
    }

    static boolean isLong(Action.OnDatabase action) {
        return action instanceof Action.Rewind || action instanceof Action.CopyAnew;
    }
}
