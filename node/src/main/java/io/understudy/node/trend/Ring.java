package io.understudy.node.trend;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A day of samples in a file that never grows. A sample's time says where it stands, so there is no
 * pointer that could be lost, and what is older than a day is overwritten in its place.
 *
 * <p>The file is made with all its room and then written in place, so that a full disk keeps
 * nothing from being written. Nothing is synced: a host that loses its power loses the last
 * samples. One write that was cut off costs one sample, since each has a checksum. Any thread may
 * call.
 */
final class Ring {

    /** Between two samples. */
    static final int STEP_SECONDS = 10;

    static final int SLOTS = 24 * 60 * 60 / STEP_SECONDS;
    static final int HEAD_BYTES = 64;
    static final int SIZE = HEAD_BYTES + SLOTS * Slot.BYTES;

    private static final String HEAD =
            "understudy trend 1, %d slots of %d bytes".formatted(SLOTS, Slot.BYTES);

    private final Path file;

    Ring(Path file) {
        this.file = file;
    }

    /**
     * What is on the disk.
     *
     * @param samples by their places, not by time
     * @param torn how many more are damaged
     */
    record Contents(List<Sample> samples, int torn) {
        Contents {
            samples = List.copyOf(samples);
        }
    }

    /**
     * Writes it in its place; makes the file where there is none.
     *
     * @return what was found instead of a ring and put aside, as one sentence
     * @throws IOException when it can't be written
     */
    synchronized Optional<String> write(Sample sample) throws IOException {
        Optional<String> found = ready();
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            put(channel, Slot.bytes(sample), place(sample.second()));
        }
        return found;
    }

    /** All that can be read; nothing where there is no file, or another one. */
    synchronized Contents read() throws IOException {
        if (!isRing()) {
            return new Contents(List.of(), 0);
        }
        ByteBuffer bytes = ByteBuffer.allocate(SIZE);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            while (bytes.hasRemaining() && channel.read(bytes) >= 0) {
                // On until it is whole.
            }
        }
        List<Sample> samples = new ArrayList<>();
        int torn = 0;
        for (int at = HEAD_BYTES; at + Slot.BYTES <= bytes.position(); at += Slot.BYTES) {
            switch (Slot.read(bytes.duplicate().position(at).limit(at + Slot.BYTES))) {
                case Slot.Empty() -> {}
                case Slot.Torn() -> torn++;
                case Slot.Whole(Sample sample) -> samples.add(sample);
            }
        }
        return new Contents(samples, torn);
    }

    private static long place(long second) {
        long slot = Math.floorMod(Math.floorDiv(second, STEP_SECONDS), SLOTS);
        return HEAD_BYTES + slot * Slot.BYTES;
    }

    private Optional<String> ready() throws IOException {
        if (isRing()) {
            return Optional.empty();
        }
        boolean there = Files.exists(file, LinkOption.NOFOLLOW_LINKS);
        Optional<String> found = there ? Optional.of(aside()) : Optional.empty();
        Path fresh = fresh();
        if (there) {
            Files.move(file, beside("aside"), StandardCopyOption.REPLACE_EXISTING);
        }
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
        return found;
    }

    private String aside() throws IOException {
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            throw new IOException(
                    "needed a file or nothing at %s, found something else; move it away"
                            .formatted(file));
        }
        return "needed the figures of the last day in %s (%d bytes, by this version), found %s; it is put aside as %s, and they begin anew"
                .formatted(
                        file,
                        SIZE,
                        Files.size(file) == SIZE ? "another head" : Files.size(file) + " bytes",
                        beside("aside").getFileName());
    }

    private boolean isRing() throws IOException {
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS) || Files.size(file) != SIZE) {
            return false;
        }
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            ByteBuffer head = ByteBuffer.allocate(HEAD_BYTES);
            while (head.hasRemaining() && channel.read(head) >= 0) {
                // On until it is whole.
            }
            return Arrays.equals(head.array(), head());
        }
    }

    /** Whole and with all its room, before it takes its place. */
    private Path fresh() throws IOException {
        Path fresh = beside("new");
        // What a crash has left; nothing else that may be there.
        if (Files.isRegularFile(fresh, LinkOption.NOFOLLOW_LINKS)) {
            Files.delete(fresh);
        }
        try (FileChannel channel =
                FileChannel.open(
                        fresh, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE))) {
            put(channel, ByteBuffer.wrap(Arrays.copyOf(head(), SIZE)), 0);
        } catch (IOException e) {
            Files.deleteIfExists(fresh);
            throw e;
        }
        return fresh;
    }

    private static byte[] head() {
        byte[] head = new byte[HEAD_BYTES];
        Arrays.fill(head, (byte) ' ');
        byte[] text = HEAD.getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(text, 0, head, 0, text.length);
        head[HEAD_BYTES - 1] = '\n';
        return head;
    }

    private Path beside(String end) {
        return file.resolveSibling(file.getFileName() + "." + end);
    }

    private static void put(FileChannel channel, ByteBuffer bytes, long at) throws IOException {
        while (bytes.hasRemaining()) {
            channel.write(bytes, at + bytes.position());
        }
    }
}
