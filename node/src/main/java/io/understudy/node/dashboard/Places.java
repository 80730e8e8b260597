package io.understudy.node.dashboard;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * How many requests may be under way: in all, and of one caller, so that nobody takes all places.
 * Any thread may call.
 */
final class Places {

    private final int most;
    private final int mostOfOne;
    private final Map<String, Integer> taken = new HashMap<>();
    private int all;

    Places(int most, int mostOfOne) {
        this.most = most;
        this.mostOfOne = mostOfOne;
    }

    /** One place, until it is closed. */
    interface Place extends AutoCloseable {
        @Override
        void close();
    }

    /** Empty where there is none for that caller now. */
    synchronized Optional<Place> take(String caller) {
        int own = taken.getOrDefault(caller, 0);
        if (all >= most || own >= mostOfOne) {
            return Optional.empty();
        }
        all++;
        taken.put(caller, own + 1);
        return Optional.of(() -> giveBack(caller));
    }

    private synchronized void giveBack(String caller) {
        all--;
        taken.computeIfPresent(caller, (_, own) -> own > 1 ? own - 1 : null);
    }
}
