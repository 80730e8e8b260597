package io.understudy.bench.takeover;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** What an observer tried, and what was answered. Any thread may call; times are nanoTime's. */
final class Notes {

    /**
     * One thing that would change something.
     *
     * @param row whether it leaves a row with its number
     * @param sent when what makes it last was sent: the commit of a transaction
     * @param answered when it was said to be done; empty where it was not
     */
    private record Attempt(boolean row, long sent, Optional<Long> answered) {}

    private final Map<Long, Attempt> attempts = new HashMap<>();
    private long last;

    synchronized long next() {
        last++;
        return last;
    }

    synchronized void sent(long number, boolean row) {
        attempts.put(number, new Attempt(row, System.nanoTime(), Optional.empty()));
    }

    synchronized void answered(long number) {
        attempts.computeIfPresent(
                number,
                (_, attempt) ->
                        new Attempt(attempt.row(), attempt.sent(), Optional.of(System.nanoTime())));
    }

    synchronized long answeredBefore(long moment) {
        return count(attempt -> attempt.answered().filter(at -> at - moment < 0).isPresent());
    }

    /** How many of those that were sent from {@code since} on were answered from then on. */
    synchronized long answeredAfter(long moment, long since) {
        return count(attempt -> isLate(attempt, moment) && attempt.sent() - since >= 0);
    }

    /** How many were answered from then on, and sent before {@code since}. */
    synchronized long answeredLate(long moment, long since) {
        return count(attempt -> isLate(attempt, moment) && attempt.sent() - since < 0);
    }

    private static boolean isLate(Attempt attempt, long moment) {
        return attempt.answered().filter(at -> at - moment >= 0).isPresent();
    }

    synchronized long sentAfter(long moment) {
        return count(attempt -> attempt.sent() - moment >= 0);
    }

    /** How many of those numbers were sent after that moment only. */
    synchronized long sentAfter(long moment, Set<Long> numbers) {
        return attempts.entrySet().stream()
                .filter(attempt -> numbers.contains(attempt.getKey()))
                .filter(attempt -> attempt.getValue().sent() - moment >= 0)
                .count();
    }

    /** How many rows were acknowledged and are not among those numbers. */
    synchronized long missing(Set<Long> numbers) {
        return attempts.entrySet().stream()
                .filter(attempt -> attempt.getValue().row())
                .filter(attempt -> attempt.getValue().answered().isPresent())
                .filter(attempt -> !numbers.contains(attempt.getKey()))
                .count();
    }

    private long count(Predicate<Attempt> which) {
        return attempts.values().stream().filter(which).count();
    }
}
