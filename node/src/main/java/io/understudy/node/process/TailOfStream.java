package io.understudy.node.process;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Reads a stream to its end in a thread of its own, and keeps the last part of it. */
final class TailOfStream {

    private final byte[] kept;
    private final InputStream stream;
    private @Nullable Thread reader;
    private long total;

    TailOfStream(InputStream stream, int bytes) {
        this.stream = stream;
        this.kept = new byte[bytes];
    }

    void start() {
        reader = Thread.ofVirtual().name("read-output").start(this::readAll);
    }

    /** Waits for the end, at most that long: a grandchild may hold the stream open for ever. */
    String await(Duration atMost) throws InterruptedException {
        if (reader != null) {
            boolean _ = reader.join(atMost);
        }
        return text();
    }

    private void readAll() {
        byte[] chunk = new byte[8192];
        try (stream) {
            for (int n = stream.read(chunk); n >= 0; n = stream.read(chunk)) {
                keep(chunk, n);
            }
        } catch (IOException _) {
            // The process was killed and its pipe with it: what came until then is what there is.
        }
    }

    private synchronized void keep(byte[] chunk, int length) {
        for (int i = 0; i < length; i++) {
            kept[(int) (total++ % kept.length)] = chunk[i];
        }
    }

    private synchronized String text() {
        int length = (int) Math.min(total, kept.length);
        byte[] ordered = new byte[length];
        for (int i = 0; i < length; i++) {
            ordered[i] = kept[(int) ((total - length + i) % kept.length)];
        }
        return new String(ordered, StandardCharsets.UTF_8);
    }
}
