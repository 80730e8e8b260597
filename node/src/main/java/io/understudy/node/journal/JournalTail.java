package io.understudy.node.journal;

import io.understudy.node.journal.EntryCodec.UnreadableException;
import io.understudy.node.journal.Segment.Content;
import io.understudy.node.journal.Segment.Located;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Follows a journal that another process writes, and never writes to it. A look without news reads
 * a few bytes. For one thread.
 */
public final class JournalTail {

    private final Folder folder;
    private final EntryCodec codec = new EntryCodec();
    private int slot;
    private int at = Segment.HEADER;
    private long next = 1;

    private JournalTail(Folder folder) {
        this.folder = folder;
    }

    /**
     * From the end that the journal in that folder has now, or from its beginning where there is
     * none yet.
     */
    public static JournalTail fromEnd(Path folder) throws IOException {
        JournalTail tail = new JournalTail(new Folder(folder));
        for (int i = 0; i < Segments.COUNT; i++) {
            if (Segment.read(tail.folder.read(i)) instanceof Content.Holding held
                    && held.nextSequence() >= tail.next) {
                tail.slot = i;
                tail.at = held.end();
                tail.next = held.nextSequence();
            }
        }
        return tail;
    }

    /**
     * What was written since the last look, oldest first. What this version can't read is left out.
     */
    public List<Entry> read() throws IOException {
        List<Entry> entries = new ArrayList<>();
        Optional<Located> record = record();
        while (record.isPresent()) {
            try {
                entries.add(codec.entry(record.get().payload()));
            } catch (UnreadableException _) {
                // Whole, but of another version.
            }
            next++;
            at += record.get().end();
            record = record();
        }
        return entries;
    }

    private Optional<Located> record() throws IOException {
        Optional<Located> here = recordAt(slot, at);
        if (here.isPresent()) {
            return here;
        }
        int following = (slot + 1) % Segments.COUNT;
        if (!ByteBuffer.wrap(Segment.header(next)).equals(bytes(following, 0, Segment.HEADER))) {
            return Optional.empty();
        }
        slot = following;
        at = Segment.HEADER;
        return recordAt(slot, at);
    }

    /** With offsets from where it begins. */
    private Optional<Located> recordAt(int segment, int offset) throws IOException {
        ByteBuffer header = bytes(segment, offset, Segment.RECORD_HEADER);
        if (header.remaining() < Segment.RECORD_HEADER) {
            return Optional.empty();
        }
        int length = header.getInt(0);
        return length < 1 || length > Segment.LONGEST_PAYLOAD
                ? Optional.empty()
                : Segment.record(
                        bytes(segment, offset, Segment.RECORD_HEADER + length).array(), 0, next);
    }

    /** Fewer where the file ends before. */
    private ByteBuffer bytes(int segment, int offset, int length) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(length);
        try (FileChannel channel = FileChannel.open(folder.file(segment))) {
            int got = 0;
            while (bytes.hasRemaining() && got >= 0) {
                got = channel.read(bytes, (long) offset + bytes.position());
            }
        } catch (NoSuchFileException _) {
            // Not made yet.
        }
        return bytes.flip();
    }
}
