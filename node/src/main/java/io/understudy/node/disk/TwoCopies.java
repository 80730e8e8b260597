package io.understudy.node.disk;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/**
 * A file that holds one short text twice, each copy at the start of a block of its own.
 *
 * <p>It is made once with all the room that it needs, and then written in place: first the one
 * copy, synced, then the other. So a full disk does not keep a node from keeping what it must; a
 * write that was cut off leaves one copy whole; and a single damaged copy costs nothing. Which copy
 * is whole the reader must see by the text, so that needs a checksum. Not for several threads.
 */
public final class TwoCopies {

    private final Path file;
    private final int block;
    private final Reader reader;

    /** The copy that is written first: never the only one that is whole. */
    private int worse;

    /**
     * Touches nothing yet.
     *
     * @param block how many bytes a copy has room for
     */
    public TwoCopies(Path file, int block) {
        this(file, block, Reader.WHOEVER_MAY);
    }

    /**
     * Touches nothing yet.
     *
     * @param block how many bytes a copy has room for
     */
    public TwoCopies(Path file, int block, Reader reader) {
        this.file = file;
        this.block = block;
        this.reader = reader;
    }

    /** Who may read the file. */
    public enum Reader {
        /** As the process makes its files. */
        WHOEVER_MAY,
        /** From its first byte on. */
        OWNER_ALONE
    }

    /**
     * What is in the first block and in the second, as bytes of ISO 8859-1; one that is not there
     * is empty. A file that something else wrote is all in the first.
     *
     * @throws NoSuchFileException when there is no file
     */
    public List<String> read() throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(2 * block);
            return List.of(text(bytes, 0), text(bytes, block));
        }
    }

    private String text(byte[] bytes, int from) {
        int begin = Math.min(bytes.length, from);
        int length = Math.min(bytes.length - begin, block);
        return new String(bytes, begin, length, StandardCharsets.ISO_8859_1);
    }

    /** Has the next write begin with that copy, 0 or 1, since the reader found the other whole. */
    public void distrust(int copy) {
        worse = copy;
    }

    /**
     * Makes it durable, in both copies.
     *
     * @throws IOException when it may not be; then the one copy has it or the other, both or none
     */
    public void write(String text) throws IOException {
        byte[] bytes = padded(text);
        if (!hasItsRoom()) {
            make(bytes);
            return;
        }
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            put(channel, worse, bytes);
            channel.force(false);
            worse = 1 - worse;
            put(channel, worse, bytes);
            channel.force(false);
        }
    }

    /** With blanks, so that people can read the file. */
    private byte[] padded(String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        if (bytes.length >= block) {
            throw new IOException(
                    "it has %d bytes, and %d are the most".formatted(bytes.length, block - 1));
        }
        byte[] padded = Arrays.copyOf(bytes, block);
        Arrays.fill(padded, bytes.length, block, (byte) ' ');
        padded[block - 1] = '\n';
        return padded;
    }

    private boolean hasItsRoom() throws IOException {
        try {
            return Files.size(file) == 2L * block;
        } catch (NoSuchFileException _) {
            return false;
        }
    }

    /** Whole beside the old one, which it then replaces at once. */
    private void make(byte[] bytes) throws IOException {
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        // What a crash has left; nothing else that may be there.
        if (Files.isRegularFile(fresh, LinkOption.NOFOLLOW_LINKS)) {
            Files.delete(fresh);
        }
        try (FileChannel channel =
                FileChannel.open(
                        fresh,
                        Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                        rights())) {
            put(channel, 0, bytes);
            put(channel, 1, bytes);
            channel.force(true);
        }
        try {
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException e) {
            throw new IOException("its file system can't replace a file at once", e);
        }
        try (FileChannel folder = FileChannel.open(file.toAbsolutePath().getParent())) {
            folder.force(true);
        }
    }

    private FileAttribute<?>[] rights() {
        return switch (reader) {
            case WHOEVER_MAY -> new FileAttribute<?>[0];
            case OWNER_ALONE ->
                    new FileAttribute<?>[] {
                        PosixFilePermissions.asFileAttribute(
                                PosixFilePermissions.fromString("rw-------"))
                    };
        };
    }

    private void put(FileChannel channel, int copy, byte[] bytes) throws IOException {
        ByteBuffer left = ByteBuffer.wrap(bytes);
        while (left.hasRemaining()) {
            channel.write(left, (long) copy * block + left.position());
        }
    }
}
