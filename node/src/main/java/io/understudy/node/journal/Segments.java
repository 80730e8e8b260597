package io.understudy.node.journal;

import io.understudy.node.disk.Trouble;
import io.understudy.node.journal.Segment.Content;
import io.understudy.node.journal.Segment.Damage;
import io.understudy.node.journal.Segment.Located;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The journal's segments on disk: a fixed number of files of a fixed size, the oldest used anew
 * when the newest is full. For one thread.
 *
 * <p>A record is on disk once {@link #append} returns. Nothing of it needs new room on the disk,
 * except what is kept aside.
 */
final class Segments implements AutoCloseable {

    static final int COUNT = 16;

    private static final int MOST_READS = 5;

    private final Disk disk;
    private final List<String> findings = new ArrayList<>();
    private Optional<Disk.Open> current = Optional.empty();
    private int slot;
    private int end;
    private long next = 1;

    private Segments(Disk disk) {
        this.disk = disk;
    }

    /**
     * Opens the journal, or makes it; what is damaged is kept aside.
     *
     * @throws IOException when the disk does not let it be written
     */
    static Segments open(Disk disk) throws IOException {
        Segments segments = new Segments(disk);
        segments.recover();
        return segments;
    }

    /** What was damaged and where it is now, one sentence each. */
    List<String> findings() {
        return List.copyOf(findings);
    }

    long nextSequence() {
        return next;
    }

    /**
     * Writes a record and returns its sequence once it is on disk. After an exception this must not
     * be used any more: nobody knows what of the record is there.
     */
    long append(byte[] payload) throws IOException {
        if (payload.length == 0 || payload.length > Segment.LONGEST_PAYLOAD) {
            throw new IOException("a record of " + payload.length + " bytes does not fit");
        }
        byte[] record = Segment.record(next, payload);
        if (current.isEmpty() || end + record.length > Segment.BYTES) {
            turn();
        }
        Disk.Open open = current.orElseThrow();
        open.write(end, record);
        open.force();
        end += record.length;
        return next++;
    }

    @Override
    public void close() throws IOException {
        if (current.isPresent()) {
            current.get().close();
        }
    }

    private record Held(int slot, Content.Holding content) {}

    private void recover() throws IOException {
        findings.addAll(disk.prepare(COUNT));
        List<Held> held = new ArrayList<>();
        boolean mayGoOn = true;
        for (int i = 0; i < COUNT; i++) {
            switch (Segment.read(disk.read(i))) {
                case Content.Free() -> {}
                case Content.Holding content -> held.add(new Held(i, content));
                case Content.Unrecognized(Damage damage) -> aside(i, damage);
            }
        }
        held.sort(Comparator.comparingLong(one -> one.content().first()));
        for (Held one : held) {
            // As of the newest: where its damage stays in it, the journal goes on in the next.
            mayGoOn =
                    one.content().damage().isEmpty()
                            || aside(one.slot(), one.content().damage().get());
        }
        if (held.isEmpty()) {
            slot = COUNT - 1;
        } else {
            goOn(held.getLast(), mayGoOn);
        }
    }

    private void goOn(Held newest, boolean inPlace) throws IOException {
        slot = newest.slot();
        next = newest.content().nextSequence();
        end = newest.content().end();
        current = inPlace ? Optional.of(disk.open(slot)) : Optional.empty();
    }

    /** Whether the segment is whole again. */
    private boolean aside(int damaged, Damage damage) {
        String what =
                "Of the journal, %d bytes in %s are damaged (%s)"
                        .formatted(damage.to() - damage.from(), disk.file(damaged), damage.why());
        try {
            findings.add(
                    "%s: they are kept aside in %s, and all else goes on."
                            .formatted(what, disk.keepAside(damaged, damage)));
            return true;
        } catch (IOException e) {
            findings.add(
                    "%s: they could not be kept aside (%s) and stay where they are; all else goes on."
                            .formatted(what, Trouble.of(e)));
            return false;
        }
    }

    /** The next segment in the ring is the oldest: what it holds is dropped. */
    private void turn() throws IOException {
        close();
        current = Optional.empty();
        slot = (slot + 1) % COUNT;
        Disk.Open open = disk.open(slot);
        // First the header: from then on the segment holds nothing, however far the rest comes.
        open.write(0, new byte[Segment.HEADER]);
        open.force();
        open.write(Segment.HEADER, new byte[Segment.BYTES - Segment.HEADER]);
        open.force();
        open.write(0, Segment.header(next));
        end = Segment.HEADER;
        current = Optional.of(open);
    }

    /**
     * One record after the other, as far as they are whole; of what may be written meanwhile. A
     * segment that was read before its last record came leaves a hole before the next: then all are
     * read once more.
     */
    static List<Located> read(Disk disk) throws IOException {
        List<Located> records = readOnce(disk);
        for (int again = 0; again < MOST_READS - 1 && hasHole(records); again++) {
            records = readOnce(disk);
        }
        return records;
    }

    private static List<Located> readOnce(Disk disk) throws IOException {
        List<Content.Holding> held = new ArrayList<>();
        for (int i = 0; i < COUNT; i++) {
            if (Segment.read(disk.read(i)) instanceof Content.Holding content) {
                held.add(content);
            }
        }
        held.sort(Comparator.comparingLong(Content.Holding::first));
        return held.stream().flatMap(content -> content.records().stream()).toList();
    }

    /** A journal that lost a segment has one for good: so it is not looked for again and again. */
    private static boolean hasHole(List<Located> records) {
        for (int i = 1; i < records.size(); i++) {
            if (records.get(i).sequence() != records.get(i - 1).sequence() + 1) {
                return true;
            }
        }
        return false;
    }
}
