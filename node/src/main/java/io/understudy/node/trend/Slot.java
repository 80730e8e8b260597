package io.understudy.node.trend;

import io.understudy.node.api.Measure;
import java.nio.ByteBuffer;
import java.util.EnumMap;
import java.util.Map;
import java.util.zip.CRC32;

/** What a place in the ring holds. */
sealed interface Slot {

    /** Eight bytes of time, eight of each measure, and eight for the checksum of all that. */
    int BYTES = Long.BYTES + Measure.values().length * Double.BYTES + Long.BYTES;

    /** Nothing was ever written there. */
    record Empty() implements Slot {}

    /** Something was, and it is not whole: a crash cut it off, or the disk lost it. */
    record Torn() implements Slot {}

    record Whole(Sample sample) implements Slot {}

    static ByteBuffer bytes(Sample sample) {
        ByteBuffer slot = ByteBuffer.allocate(BYTES);
        slot.putLong(sample.second());
        for (Measure measure : Measure.values()) {
            slot.putDouble(sample.values().getOrDefault(measure, Double.NaN));
        }
        slot.putLong(checksum(slot.duplicate().flip()));
        return slot.flip();
    }

    /** Reads {@link #BYTES} of them. */
    static Slot read(ByteBuffer bytes) {
        ByteBuffer body = bytes.slice(bytes.position(), BYTES - Long.BYTES);
        long found = bytes.getLong(bytes.position() + BYTES - Long.BYTES);
        long second = body.getLong(0);
        if (found != checksum(body.duplicate())) {
            return second == 0 && found == 0 ? new Empty() : new Torn();
        }
        Map<Measure, Double> values = new EnumMap<>(Measure.class);
        body.position(Long.BYTES);
        for (Measure measure : Measure.values()) {
            double value = body.getDouble();
            if (!Double.isNaN(value)) {
                values.put(measure, value);
            }
        }
        return new Whole(new Sample(second, values));
    }

    private static long checksum(ByteBuffer bytes) {
        CRC32 sum = new CRC32();
        sum.update(bytes);
        return sum.getValue();
    }
}
