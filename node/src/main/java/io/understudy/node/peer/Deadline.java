package io.understudy.node.peer;

import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;

/** Closes something when its time is over, which wakes whoever reads from it or writes to it. */
final class Deadline implements AutoCloseable {

    private final Thread watch;
    private volatile boolean passed;

    Deadline(Duration time, Closeable what) {
        watch = Thread.ofVirtual().name("deadline").start(() -> watch(time, what));
    }

    private void watch(Duration time, Closeable what) {
        try {
            Thread.sleep(time);
            passed = true;
            what.close();
        } catch (InterruptedException | IOException _) {
            // It was called off, or what it is for broke by itself.
        }
    }

    boolean passed() {
        return passed;
    }

    /** Calls it off. */
    @Override
    public void close() {
        watch.interrupt();
    }
}
