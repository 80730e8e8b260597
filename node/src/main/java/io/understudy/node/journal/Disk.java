package io.understudy.node.journal;

import io.understudy.node.journal.Segment.Damage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Where segments are kept, by number. For one thread, except {@link #read}. */
interface Disk {

    /**
     * Makes the segments that are missing, with all the room that they will ever need.
     *
     * @return what was missing where others were there, one sentence each
     */
    List<String> prepare(int count) throws IOException;

    /** All bytes of a segment; none where there is none. */
    byte[] read(int segment) throws IOException;

    Open open(int segment) throws IOException;

    /**
     * Copies the damaged bytes into a file of their own, and puts zeros in their place.
     *
     * @return where they are now
     */
    Path keepAside(int segment, Damage damage) throws IOException;

    Path file(int segment);

    /** A segment that is written to. */
    interface Open extends AutoCloseable {

        void write(int offset, byte[] bytes) throws IOException;

        /** Returns once all that was written is on disk. */
        void force() throws IOException;

        @Override
        void close() throws IOException;
    }
}
