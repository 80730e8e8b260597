package io.understudy.node.api;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Writes a long answer in a thread that is no virtual one: those share their few carriers with the
 * calls that keep the lease, and to encipher a second long would keep one of them.
 */
final class OwnThread {

    private OwnThread() {}

    /** Waits for it; an interrupt ends it. */
    static void write(Answer.Writing writing, OutputStream out) throws IOException {
        AtomicReference<@Nullable Throwable> failed = new AtomicReference<>();
        Thread thread =
                Thread.ofPlatform()
                        .daemon()
                        .name("files-out")
                        .start(() -> {
                            try {
                                writing.to(out);
                            } catch (IOException | RuntimeException e) {
                                failed.set(e);
                            }
                        });
        try {
            thread.join();
        } catch (InterruptedException _) {
            thread.interrupt();
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("it was told to stop");
        }
        switch (failed.get()) {
            case null -> {}
            case IOException e -> throw e;
            case Throwable e -> throw new IllegalStateException(e);
        }
    }
}
