package io.understudy.node.peer;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.atomic.AtomicBoolean;

/** So many bytes of a connection. For one reader, but for its closing. */
final class Body extends InputStream {

    private final InputStream in;
    private final Ending ending;
    private final AtomicBoolean closed = new AtomicBoolean();
    private volatile long left;

    /** Told once, when the body is closed. */
    @FunctionalInterface
    interface Ending {

        /**
         * It is over.
         *
         * @param whole whether all of it was read
         */
        void ends(boolean whole) throws IOException;
    }

    Body(InputStream in, long length, Ending ending) {
        this.in = in;
        this.left = length;
        this.ending = ending;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int from, int length) throws IOException {
        long rest = left;
        if (rest == 0) {
            return -1;
        }
        int read = in.read(into, from, (int) Math.min(length, rest));
        if (read < 0) {
            throw new EOFException("the answer ended early");
        }
        left = rest - read;
        return read;
    }

    @Override
    public void close() throws IOException {
        if (closed.compareAndSet(false, true)) {
            ending.ends(left == 0);
        }
    }
}
