package io.understudy.bench.dashboard;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;

/** What went wrong with those who ask, so that whoever reads the figure knows what it counts. */
final class Failures {

    private final ConcurrentLinkedQueue<String> all = new ConcurrentLinkedQueue<>();
    private volatile long since = System.nanoTime();

    /** Forgets what was so far. */
    void reset() {
        all.clear();
        since = System.nanoTime();
    }

    void status(String path, int status) {
        note(path, "status " + status);
    }

    void broken(String path, String when, IOException e) {
        StringBuilder words = new StringBuilder(when);
        for (Throwable each = e; each != null; each = each.getCause()) {
            words.append(", ").append(each.getClass().getSimpleName());
            words.append(": ").append(each.getMessage());
        }
        note(path, words.toString());
    }

    private void note(String path, String what) {
        all.add("after %.3f s, %s: %s".formatted((System.nanoTime() - since) / 1e9, path, what));
    }

    /** One sentence each, in their order. */
    List<String> all() {
        return List.copyOf(all);
    }
}
