package io.understudy.lab.observer;

import io.understudy.lab.observer.Commit.Row;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** All that was acknowledged, in the order of acknowledgement by each pen. Any thread may call. */
public final class Ledger {

    private final String client;
    private final List<Commit> commits = new ArrayList<>();

    /**
     * An empty one.
     *
     * @param client the pen whose gaps count: the one that writes as a user does
     */
    public Ledger(String client) {
        this.client = client;
    }

    /** Who took rows of one timeline, and from when on that was known to a client. */
    private record Tenure(String node, int timeline, long known) {}

    public synchronized void add(Commit commit) {
        commits.add(commit);
    }

    /**
     * Those rows of all pens that were acknowledged and are not there.
     *
     * @param before looked at
     */
    public synchronized List<Commit> lost(Set<Row> there, long before) {
        return commits.stream()
                .filter(commit -> commit.acknowledged() < before)
                .filter(commit -> !there.contains(commit.row()))
                .toList();
    }

    /**
     * Commits that only two that took writes at once can explain: one that was sent after another
     * node had acknowledged one of a later timeline, or of the same, and that was acknowledged all
     * the same.
     */
    public synchronized List<Commit> byTwoWriters() {
        Map<Row, Tenure> first = new HashMap<>();
        for (Commit commit : commits) {
            first.merge(
                    new Row(commit.node(), commit.timeline()),
                    new Tenure(commit.node(), commit.timeline(), commit.acknowledged()),
                    (one, other) -> one.known() <= other.known() ? one : other);
        }
        return commits.stream()
                .filter(commit -> first.values().stream().anyMatch(it -> contradict(it, commit)))
                .toList();
    }

    private static boolean contradict(Tenure tenure, Commit commit) {
        boolean same = tenure.timeline() == commit.timeline();
        boolean overtaken = tenure.timeline() > commit.timeline() && tenure.known() < commit.sent();
        return !tenure.node().equals(commit.node()) && (same || overtaken);
    }

    /** The client's first row that was sent after that moment and acknowledged; by anybody. */
    public synchronized Optional<Commit> firstAfter(long moment) {
        return commits.stream()
                .filter(commit -> commit.pen().equals(client) && commit.sent() > moment)
                .findFirst();
    }

    /** The client's first row after that moment that this node took. */
    public synchronized Optional<Commit> firstAfter(long moment, String node) {
        return commits.stream()
                .filter(commit -> commit.pen().equals(client) && commit.sent() > moment)
                .filter(commit -> commit.node().equals(node))
                .findFirst();
    }

    /** The client's latest row. */
    public synchronized Optional<Commit> latest() {
        return commits.reversed().stream().filter(it -> it.pen().equals(client)).findFirst();
    }

    /** Who took any row that was sent after that moment, by any pen. */
    public synchronized List<String> takersAfter(long moment) {
        return commits.stream()
                .filter(commit -> commit.sent() > moment)
                .map(Commit::node)
                .distinct()
                .toList();
    }

    /** The client's longest time without an acknowledgement between these moments. */
    public synchronized Duration longestGap(long from, long until) {
        long longest = 0;
        long before = from;
        for (Commit commit : commits) {
            long at = commit.acknowledged();
            if (commit.pen().equals(client) && at > from && at <= until) {
                longest = Math.max(longest, at - before);
                before = at;
            }
        }
        return Duration.ofNanos(Math.max(longest, until - before));
    }
}
