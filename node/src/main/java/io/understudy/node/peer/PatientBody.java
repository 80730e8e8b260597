package io.understudy.node.peer;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;

/**
 * What another node sends, for as long as it sends: a read that waits too long fails with a
 * sentence. How long the reader itself takes between two reads does not count there; but whoever
 * sends a little now and then does not hold its reader for ever. For one reader.
 */
final class PatientBody extends FilterInputStream {

    private static final int LOOKS = 4;

    private final String sender;
    private final Duration longest;
    private final Duration whole;
    private final Thread watch;
    private volatile boolean reading;
    private volatile boolean stalled;
    private volatile boolean late;
    private volatile long since;

    /**
     * Takes the body over.
     *
     * @param sender who sends it, for people
     * @param longest how long nothing may come
     * @param whole how long all of it may take
     */
    PatientBody(InputStream body, String sender, Duration longest, Duration whole) {
        super(body);
        this.sender = sender;
        this.longest = longest;
        this.whole = whole;
        watch = Thread.ofVirtual().name("patience").start(this::watch);
    }

    /** To close the client's stream is what wakes a reader of it. */
    private void watch() {
        long due = System.nanoTime() + whole.toNanos();
        try {
            while (!late && (!reading || System.nanoTime() - since < longest.toNanos())) {
                Thread.sleep(longest.dividedBy(LOOKS));
                late = System.nanoTime() - due > 0;
            }
            stalled = true;
            in.close();
        } catch (InterruptedException | IOException _) {
            // It was closed.
        }
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int from, int length) throws IOException {
        since = System.nanoTime();
        reading = true;
        try {
            int read = in.read(into, from, length);
            if (!stalled) {
                return read;
            }
        } catch (IOException e) {
            if (!stalled) {
                throw e;
            }
        } finally {
            reading = false;
        }
        if (late) {
            throw new IOException(
                    "%s has not sent all within %d s; it is asked again for what is missing"
                            .formatted(sender, whole.toSeconds()));
        }
        throw new IOException(
                "%s has sent nothing for %d s; it is asked again"
                        .formatted(sender, longest.toSeconds()));
    }

    @Override
    public void close() throws IOException {
        watch.interrupt();
        super.close();
    }
}
