package io.understudy.bench.takeover;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * Something else that a host has to do: one thread that walks through memory for half a core, and
 * rests as long as it has worked. A host with builds on it has far more to do; this much keeps the
 * clock rate and the caches as they are there.
 */
final class Yardstick implements AutoCloseable {

    /** 16 MiB: more than a core's own caches hold. */
    private static final int WORDS = 2 << 20;

    /** One word of each line of a cache. */
    private static final int STEP = 8;

    private static final long WORKS_NANOS = 5_000_000;

    private final AtomicLong sum = new AtomicLong();
    private final Thread thread;
    private volatile boolean closed;

    private Yardstick() {
        thread = Thread.ofPlatform().daemon().name("yardstick").unstarted(this::work);
    }

    static Yardstick begin() {
        Yardstick yardstick = new Yardstick();
        yardstick.thread.start();
        return yardstick;
    }

    private void work() {
        long[] memory = new long[WORDS];
        while (!closed) {
            long began = System.nanoTime();
            while (System.nanoTime() - began < WORKS_NANOS) {
                walk(memory);
            }
            LockSupport.parkNanos(System.nanoTime() - began);
        }
    }

    /** Kept, so that no compiler leaves it out. */
    private void walk(long[] memory) {
        long all = 0;
        for (int word = 0; word < memory.length; word += STEP) {
            all += memory[word];
            memory[word] = all;
        }
        sum.addAndGet(all);
    }

    /** What it has taken of a core so far. */
    double usedSeconds() {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        return threads.getThreadCpuTime(thread.threadId()) / 1e9;
    }

    @Override
    public void close() {
        closed = true;
        try {
            thread.join();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
