package io.understudy.demo.client;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What came of each row, kept in memory. Any thread may call. */
final class Notebook {

    private final List<Acknowledged> acknowledged = new ArrayList<>();
    private final List<Long> unknown = new ArrayList<>();
    private long failed;

    synchronized void acknowledged(Acknowledged row) {
        if (!acknowledged.isEmpty() && row.number() <= acknowledged.getLast().number()) {
            throw new IllegalStateException("row " + row.number() + " was acknowledged twice");
        }
        acknowledged.add(row);
    }

    synchronized void unknown(long number) {
        unknown.add(number);
    }

    synchronized void failed() {
        failed++;
    }

    synchronized List<Acknowledged> acknowledged() {
        return List.copyOf(acknowledged);
    }

    synchronized Optional<Acknowledged> firstAfter(long nanos) {
        // From the end: whoever asks is interested in what has just happened.
        Optional<Acknowledged> first = Optional.empty();
        for (Acknowledged row : acknowledged.reversed()) {
            if (row.nanos() - nanos <= 0) {
                break;
            }
            first = Optional.of(row);
        }
        return first;
    }

    synchronized Optional<Acknowledged> last() {
        return acknowledged.isEmpty() ? Optional.empty() : Optional.of(acknowledged.getLast());
    }

    /**
     * Compares with what is in the table.
     *
     * @param present the numbers there
     */
    synchronized Verification.Verified compare(Set<Long> present) {
        var lost = new ArrayList<Long>();
        var rest = new HashSet<>(present);
        for (Acknowledged row : acknowledged) {
            if (!rest.remove(row.number())) {
                lost.add(row.number());
            }
        }
        long unknownPresent = unknown.stream().filter(rest::remove).count();
        return new Verification.Verified(
                lost,
                unknownPresent,
                unknown.size() - unknownPresent,
                rest.stream().sorted().toList());
    }

    synchronized RowReport report(Verification verification) {
        return new RowReport(
                acknowledged.size(),
                unknown.size(),
                failed,
                longestGap(),
                sources(),
                contradictions(),
                verification);
    }

    private Optional<Gap> longestGap() {
        Optional<Gap> longest = Optional.empty();
        for (int i = 1; i < acknowledged.size(); i++) {
            var gap = new Gap(acknowledged.get(i - 1), acknowledged.get(i));
            if (longest.isEmpty() || gap.length().compareTo(longest.get().length()) > 0) {
                longest = Optional.of(gap);
            }
        }
        return longest;
    }

    private List<Source> sources() {
        var found = new ArrayList<Source>();
        for (Acknowledged row : acknowledged) {
            if (found.isEmpty() || !found.getLast().equals(row.source())) {
                found.add(row.source());
            }
        }
        return found;
    }

    private List<Acknowledged> contradictions() {
        var found = new ArrayList<Acknowledged>();
        Map<Integer, Source> serverOfTimeline = new HashMap<>();
        int highest = 0;
        for (Acknowledged row : acknowledged) {
            int timeline = row.source().timeline();
            Source first = serverOfTimeline.computeIfAbsent(timeline, _ -> row.source());
            if (timeline < highest || !first.sameServer(row.source())) {
                found.add(row);
            }
            highest = Math.max(highest, timeline);
        }
        return found;
    }
}
