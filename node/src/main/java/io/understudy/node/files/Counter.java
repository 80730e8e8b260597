package io.understudy.node.files;

import io.understudy.core.model.FileGeneration;
import io.understudy.core.model.NodeId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
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
    private Forerun.@Nullable Ahead ahead;
    private boolean offering;

    /**
     * What a node asks with.
     *
     * @param after what it has
     * @param applied what it has put in place
     * @param ahead what it has seen of what is sent ahead; empty where it takes no such thing
     */
    public record Asked(
            Optional<FileGeneration> after,
            Optional<FileGeneration> applied,
            Optional<String> ahead) {}

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
            offering = false;
            if (manifest.isEmpty()) {
                followers.clear();
                ahead = null;
            }
            newer.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /**
     * What may be fetched already. It still may when the generation is given out: whoever is at it
     * goes on.
     */
    void offer(Forerun.Ahead big) {
        lock.lock();
        try {
            ahead = big;
            offering = true;
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

    /**
     * The newest generation, once there is one after that, or else what is sent ahead of it; empty
     * where there was neither in time.
     */
    public Optional<byte[]> next(NodeId caller, Asked asked, Duration wait) {
        note(caller, asked.applied());
        return await(asked, Math.min(wait.toMillis(), LONGEST_WAIT_MILLIS)).map(Supplier::get);
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

    private Optional<Supplier<byte[]>> await(Asked asked, long millis) {
        long left = TimeUnit.MILLISECONDS.toNanos(millis);
        lock.lock();
        try {
            Optional<Supplier<byte[]>> found = newer(asked);
            while (found.isEmpty() && left > 0) {
                left = newer.awaitNanos(left);
                found = newer(asked);
            }
            return found;
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        } finally {
            lock.unlock();
        }
    }

    private Optional<Supplier<byte[]>> newer(Asked asked) {
        Manifest shown = current;
        Forerun.Ahead big = ahead;
        if (shown != null
                && asked.after().filter(known -> !shown.generation().isAfter(known)).isEmpty()) {
            return Optional.of(() -> ManifestCodec.bytes(shown));
        }
        return offering && big != null && isNews(big.preview(), asked)
                ? Optional.of(() -> big.preview().bytes())
                : Optional.empty();
    }

    private static boolean isNews(Preview preview, Asked asked) {
        return asked.ahead().filter(had -> !had.equals(preview.id())).isPresent();
    }

    /** What an order asks for; empty where it is none, or nothing is given out now. */
    public Optional<Parcel> parcel(String text) {
        List<SortedMap<String, List<FileEntry>>> shown = new ArrayList<>();
        lock.lock();
        try {
            Optional.ofNullable(current).ifPresent(manifest -> shown.add(manifest.sets()));
            Optional.ofNullable(ahead).ifPresent(big -> shown.add(big.sets()));
        } finally {
            lock.unlock();
        }
        return shown.isEmpty()
                ? Optional.empty()
                : Want.Order.parse(text).map(order -> Parcel.of(order, shown, sets));
    }

    /** Whether one more parcel may be sent now; who got that returns it. */
    public boolean takeTurn() {
        return parcels.tryAcquire();
    }

    public void returnTurn() {
        parcels.release();
    }
}
