package io.understudy.demo.server;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * When this run of the server last heard of each worker and of each running build. Any thread may
 * call.
 */
final class WorkerBoard {

    private static final int MOST_WORKERS = 1000;

    private final Map<String, Overview.Contact> workers = new TreeMap<>();
    private final Map<String, Long> heard = new HashMap<>();
    private Optional<Instant> firstWorker = Optional.empty();
    private Optional<Instant> firstFinished = Optional.empty();

    /** Somebody who calls itself so has called. */
    synchronized void contact(String worker, Instant now) {
        if (firstWorker.isEmpty()) {
            firstWorker = Optional.of(now);
        }
        Overview.Contact known = workers.get(worker);
        if (known != null || workers.size() < MOST_WORKERS) {
            workers.put(
                    worker, new Overview.Contact(worker, known == null ? now : known.first(), now));
        }
    }

    /** The build of that token runs, as of now. */
    synchronized void hear(String token, long nanos) {
        heard.put(token, nanos);
    }

    /** The build of that token has ended, or is no longer expected from its worker. */
    synchronized void forget(String token) {
        heard.remove(token);
    }

    synchronized void finished(Instant now) {
        if (firstFinished.isEmpty()) {
            firstFinished = Optional.of(now);
        }
    }

    /** The tokens of the builds that were not heard of for longer than that. */
    synchronized List<String> silent(Duration longerThan, long nanos) {
        return heard.entrySet().stream()
                .filter(one -> nanos - one.getValue() > longerThan.toNanos())
                .map(Map.Entry::getKey)
                .toList();
    }

    synchronized List<Overview.Contact> workers() {
        return new ArrayList<>(workers.values());
    }

    synchronized Overview.Firsts firsts() {
        return new Overview.Firsts(firstWorker, firstFinished);
    }
}
