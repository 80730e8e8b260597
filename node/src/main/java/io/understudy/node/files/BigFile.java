package io.understudy.node.files;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * A file that is added to, and on its way to the disk meanwhile: else whoever flushes it at the end
 * waits for all of it. For one thread.
 */
final class BigFile implements AutoCloseable {

    private static final long OFTEN = 48 << 20;

    private final FileChannel channel;
    private @Nullable Thread flushing;
    private volatile @Nullable IOException failed;
    private long unflushed;

    BigFile(Path file) throws IOException {
        channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    void write(byte[] bytes, int length) throws IOException {
        ByteBuffer left = ByteBuffer.wrap(bytes, 0, length);
        while (left.hasRemaining()) {
            channel.write(left);
        }
        unflushed += length;
        if (unflushed >= OFTEN && (flushing == null || !flushing.isAlive())) {
            unflushed = 0;
            // A virtual one would keep its carrier, which the calls for the lease need.
            flushing = Thread.ofPlatform().daemon().name("files-flush").start(this::flush);
        }
    }

    private void flush() {
        try {
            channel.force(false);
        } catch (IOException e) {
            failed = e;
        }
    }

    /** The kernel tells once that a disk did not take something: that must not get lost. */
    @Override
    public void close() throws IOException {
        try (channel) {
            if (flushing != null) {
                flushing.join();
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("it was told to stop");
        }
        if (failed != null) {
            throw failed;
        }
    }
}
