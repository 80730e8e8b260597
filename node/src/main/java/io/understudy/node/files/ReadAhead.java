package io.understudy.node.files;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/**
 * Reads in a thread of its own what somebody else hashes and writes: to read and decipher takes as
 * long as those two. Has a few parts in memory and no more. That thread is no virtual one: those
 * share their few carriers with the calls that keep the lease. For one reader.
 */
final class ReadAhead extends InputStream {

    static final int PART = 128 << 10;

    private static final int PARTS = 5;

    private final InputStream in;
    private final BlockingQueue<Part> full = new ArrayBlockingQueue<>(PARTS + 1);
    private final BlockingQueue<ByteBuffer> free = new ArrayBlockingQueue<>(PARTS + 1);
    private final Thread reading;
    private Part now = new Part.Some(ByteBuffer.allocate(0));

    private sealed interface Part {
        record Some(ByteBuffer bytes) implements Part {}

        record End() implements Part {}

        record Broken(IOException why) implements Part {}
    }

    /** Takes the stream over. */
    ReadAhead(InputStream in) {
        this.in = in;
        for (int i = 0; i < PARTS; i++) {
            free.add(ByteBuffer.allocate(PART));
        }
        reading = Thread.ofPlatform().daemon().name("files-ahead").start(this::readAll);
    }

    private void readAll() {
        try {
            try {
                while (readPart()) {}
                full.put(new Part.End());
            } catch (IOException e) {
                full.put(new Part.Broken(e));
            }
        } catch (InterruptedException _) {
            // Nobody reads any more.
        }
    }

    /** Whether there may be more; what came before it broke counts. */
    private boolean readPart() throws IOException, InterruptedException {
        ByteBuffer bytes = free.take().clear();
        try {
            while (bytes.hasRemaining()) {
                int at = bytes.arrayOffset() + bytes.position();
                int read = in.read(bytes.array(), at, bytes.remaining());
                if (read < 0) {
                    return false;
                }
                bytes.position(bytes.position() + read);
            }
            return true;
        } finally {
            full.put(new Part.Some(bytes.flip()));
        }
    }

    @Override
    public int read() throws IOException {
        if (now instanceof Part.Some(ByteBuffer bytes) && bytes.hasRemaining()) {
            return bytes.get() & 0xff;
        }
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int from, int length) throws IOException {
        while (true) {
            switch (now) {
                case Part.End() -> {
                    return -1;
                }
                case Part.Broken(IOException why) -> throw why;
                case Part.Some(ByteBuffer bytes) -> {
                    if (bytes.hasRemaining()) {
                        int read = Math.min(length, bytes.remaining());
                        bytes.get(into, from, read);
                        return read;
                    }
                    next(bytes);
                }
            }
        }
    }

    private void next(ByteBuffer used) throws IOException {
        try {
            if (used.capacity() == PART) {
                free.put(used);
            }
            now = full.take();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("it was told to stop");
        }
    }

    @Override
    public void close() throws IOException {
        reading.interrupt();
        in.close();
    }
}
