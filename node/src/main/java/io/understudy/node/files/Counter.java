package io.understudy.node.files;

import io.understudy.core.model.FileGeneration;
import io.understudy.core.model.NodeId;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** Where other nodes get what this one has published. Any thread may call. */
public final class Counter {

    private static final int MOST_PARCELS = 4;
    private static final long LONGEST_WAIT_MILLIS = 20_000;

    private final SortedMap<String, FileSet> sets;
    private final Runnable taken;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition newer = lock.newCondition();
    private final Semaphore parcels = new Semaphore(MOST_PARCELS);
    private final Map<NodeId, FileGeneration> followers = new TreeMap<>();
    private @Nullable Manifest current;

    /**
     * With nothing to give out yet.
     *
     * @param taken told when a node says that it has put another generation in place
     */
    Counter(SortedMap<String, FileSet> sets, Runnable taken) {
        this.sets = sets;
        this.taken = taken;
    }

    /** What is given out from now on; empty: nothing. */
    void show(Optional<Manifest> manifest) {
        lock.lock();
        try {
            current = manifest.orElse(null);
            if (manifest.isEmpty()) {
                followers.clear();
            }
            newer.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** What each node has put in place, as it said itself. */
    Map<NodeId, FileGeneration> followers() {
        lock.lock();
        try {
            return new TreeMap<>(followers);
        } finally {
            lock.unlock();
        }
    }

    /** The newest generation, once there is one after that; empty where there was none in time. */
    public Optional<byte[]> next(
            NodeId caller,
            Optional<FileGeneration> after,
            Optional<FileGeneration> applied,
            Duration wait) {
        note(caller, applied);
        Optional<Manifest> found = await(after, Math.min(wait.toMillis(), LONGEST_WAIT_MILLIS));
        return found.map(ManifestCodec::bytes);
    }

    private void note(NodeId caller, Optional<FileGeneration> applied) {
        boolean changed = applied.filter(generation -> put(caller, generation)).isPresent();
        if (changed) {
            taken.run();
        }
    }

    /** Whether it was another one before. */
    private boolean put(NodeId caller, FileGeneration generation) {
        lock.lock();
        try {
            return !generation.equals(followers.put(caller, generation));
        } finally {
            lock.unlock();
        }
    }

    private Optional<Manifest> await(Optional<FileGeneration> after, long millis) {
        long left = TimeUnit.MILLISECONDS.toNanos(millis);
        lock.lock();
        try {
            while (!isNewer(after)) {
                if (left <= 0) {
                    return Optional.empty();
                }
                left = newer.awaitNanos(left);
            }
            return Optional.ofNullable(current);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        } finally {
            lock.unlock();
        }
    }

    private boolean isNewer(Optional<FileGeneration> after) {
        Manifest shown = current;
        return shown != null && after.filter(known -> !shown.generation().isAfter(known)).isEmpty();
    }

    /** What an order asks for; empty where it is none, or nothing is given out now. */
    public Optional<Parcel> parcel(String text) {
        Optional<Manifest> shown;
        lock.lock();
        try {
            shown = Optional.ofNullable(current);
        } finally {
            lock.unlock();
        }
        return shown.flatMap(
                manifest -> Want.Order.parse(text).map(order -> Parcel.of(order, manifest, sets)));
    }

    /** Whether one more parcel may be sent now; who got that returns it. */
    public boolean takeTurn() {
        return parcels.tryAcquire();
    }

    public void returnTurn() {
        parcels.release();
    }
}
