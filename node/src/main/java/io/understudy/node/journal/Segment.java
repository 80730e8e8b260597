package io.understudy.node.journal;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * How a segment of the journal is laid out. Pure.
 *
 * <pre>
 * header: magic "USJRNL01", sequence of the first record (8), CRC32C of these (4), 0 (12)
 * record: length of the payload (4), sequence (8), CRC32C of these and the payload (4), payload
 * then zeros to the end
 * </pre>
 *
 * A header of zeros is a segment that holds nothing, whatever follows: it is about to be used anew.
 */
final class Segment {

    /** All of it is written once, so that the disk has room for what will come. */
    static final int BYTES = 512 * 1024;

    static final int HEADER = 32;
    static final int RECORD_HEADER = 16;
    static final int LONGEST_PAYLOAD = 64 * 1024;

    private static final long MAGIC = 0x55534a524e4c3031L;

    private Segment() {}

    /** One whole record, as a view of the segment's bytes. */
    record Located(long sequence, int offset, ByteBuffer payload) {
        int end() {
            return offset + RECORD_HEADER + payload.limit();
        }
    }

    /** What the bytes of a segment hold. */
    sealed interface Content {

        record Free() implements Content {}

        /**
         * Records in order.
         *
         * @param first the sequence that its first record has or will have
         * @param damage where what is no record begins and ends, if anything is
         */
        record Holding(long first, List<Located> records, Optional<Damage> damage)
                implements Content {
            public Holding {
                records = List.copyOf(records);
            }

            /** Where the next record goes. */
            int end() {
                return records.isEmpty() ? HEADER : records.getLast().end();
            }

            long nextSequence() {
                return first + records.size();
            }
        }

        /** Its header is no header, so nothing says what follows. */
        record Unrecognized(Damage damage) implements Content {}
    }

    /**
     * Bytes that are no record.
     *
     * @param from the offset of the first
     * @param to the offset after the last that is not zero
     * @param why what was found there
     */
    record Damage(int from, int to, String why) {}

    static Content read(byte[] bytes) {
        if (isZero(bytes, 0, HEADER)) {
            return new Content.Free();
        }
        if (bytes.length < HEADER || !isHeader(ByteBuffer.wrap(bytes))) {
            return new Content.Unrecognized(
                    new Damage(0, lastNonZero(bytes), "its header is damaged"));
        }
        long first = ByteBuffer.wrap(bytes).getLong(8);
        List<Located> records = new ArrayList<>();
        int at = HEADER;
        Optional<Located> next = record(bytes, at, first);
        while (next.isPresent()) {
            records.add(next.get());
            at = next.get().end();
            next = record(bytes, at, first + records.size());
        }
        return new Content.Holding(first, records, damage(bytes, at));
    }

    private static Optional<Damage> damage(byte[] bytes, int at) {
        if (bytes.length < BYTES) {
            return Optional.of(
                    new Damage(
                            at,
                            Math.max(at, lastNonZero(bytes)),
                            "the file is cut off after %d of %d bytes"
                                    .formatted(bytes.length, BYTES)));
        }
        return isZero(bytes, at, bytes.length)
                ? Optional.empty()
                : Optional.of(
                        new Damage(
                                at,
                                lastNonZero(bytes),
                                "no whole record is at byte %d".formatted(at)));
    }

    /** The whole record at that offset, if it is there. */
    static Optional<Located> record(byte[] bytes, int at, long expected) {
        if (at + RECORD_HEADER > bytes.length) {
            return Optional.empty();
        }
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        int length = buffer.getInt(at);
        long sequence = buffer.getLong(at + 4);
        if (length < 1
                || length > LONGEST_PAYLOAD
                || at + RECORD_HEADER + length > bytes.length
                || sequence != expected) {
            return Optional.empty();
        }
        ByteBuffer payload = buffer.slice(at + RECORD_HEADER, length);
        return buffer.getInt(at + 12) == sum(length, sequence, payload.duplicate())
                ? Optional.of(new Located(sequence, at, payload))
                : Optional.empty();
    }

    static byte[] header(long first) {
        ByteBuffer buffer = ByteBuffer.allocate(HEADER);
        buffer.putLong(MAGIC).putLong(first).putInt(headerSum(first));
        return buffer.array();
    }

    static byte[] record(long sequence, byte[] payload) {
        ByteBuffer buffer = ByteBuffer.allocate(RECORD_HEADER + payload.length);
        buffer.putInt(payload.length)
                .putLong(sequence)
                .putInt(sum(payload.length, sequence, ByteBuffer.wrap(payload)))
                .put(payload);
        return buffer.array();
    }

    private static boolean isHeader(ByteBuffer buffer) {
        return buffer.getLong(0) == MAGIC && buffer.getInt(16) == headerSum(buffer.getLong(8));
    }

    private static int headerSum(long first) {
        CRC32C sum = new CRC32C();
        sum.update(ByteBuffer.allocate(16).putLong(MAGIC).putLong(first).flip());
        return (int) sum.getValue();
    }

    private static int sum(int length, long sequence, ByteBuffer payload) {
        CRC32C sum = new CRC32C();
        sum.update(ByteBuffer.allocate(12).putInt(length).putLong(sequence).flip());
        sum.update(payload);
        return (int) sum.getValue();
    }

    private static boolean isZero(byte[] bytes, int from, int to) {
        for (int i = from; i < Math.min(to, bytes.length); i++) {
            if (bytes[i] != 0) {
                return false;
            }
        }
        return true;
    }

    private static int lastNonZero(byte[] bytes) {
        int end = bytes.length;
        while (end > 0 && bytes[end - 1] == 0) {
            end--;
        }
        return end;
    }
}
