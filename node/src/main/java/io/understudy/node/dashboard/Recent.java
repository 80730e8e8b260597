package io.understudy.node.dashboard;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;

/**
 * One answer for all who ask the same within a second: when the primary is lost, every open page
 * asks at the same moment, just when the nodes have something else to do. Any thread may call.
 */
final class Recent<K> {

    private static final int MOST = 8;
    private static final Duration FRESH = Duration.ofSeconds(1);

    private final Function<K, Text> maker;
    private final Map<K, Slot> slots =
            new LinkedHashMap<>(16, 0.75f, true) {
                private static final long serialVersionUID = 1L;

                @Override
                protected boolean removeEldestEntry(Map.Entry<K, Slot> eldest) {
                    return size() > MOST;
                }
            };

    /**
     * @param maker may block, and is asked by one thread at a time for each key
     */
    Recent(Function<K, Text> maker) {
        this.maker = maker;
    }

    private record Made(Text text, long at) {}

    private static final class Slot {
        private final ReentrantLock lock = new ReentrantLock();
        private Optional<Made> made = Optional.empty();
    }

    /** At most a second old. */
    Text of(K key) {
        Slot slot = slot(key);
        slot.lock.lock();
        try {
            Made made = slot.made.filter(Recent::isFresh).orElseGet(() -> make(key));
            slot.made = Optional.of(made);
            return made.text();
        } finally {
            slot.lock.unlock();
        }
    }

    private synchronized Slot slot(K key) {
        return slots.computeIfAbsent(key, _ -> new Slot());
    }

    private Made make(K key) {
        return new Made(maker.apply(key), System.nanoTime());
    }

    private static boolean isFresh(Made made) {
        return System.nanoTime() - made.at() < FRESH.toNanos();
    }
}
