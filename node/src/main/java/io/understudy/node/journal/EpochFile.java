package io.understudy.node.journal;

import io.understudy.core.model.Epoch;
import io.understudy.core.port.DurableEpoch;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The highest epoch in two copies, each a line with a checksum at the start of a block of its own.
 *
 * <p>The file is made once with all the room that it needs, and then written in place: first the
 * one copy, synced, then the other. So a full disk does not keep a node from keeping an epoch; a
 * write that was cut off leaves the other copy whole; and no single damaged copy lets the epoch
 * fall. A file of one line alone, as earlier versions wrote it, is read, too.
 */
public final class EpochFile implements DurableEpoch {

    private static final Logger LOG = LoggerFactory.getLogger(EpochFile.class);
    private static final Pattern LINE = Pattern.compile("epoch (\\d{1,18}) crc32c [0-9a-f]{8}\n");
    private static final int BLOCK = 4096;

    private final Path file;

    public EpochFile(Path file) {
        this.file = file;
    }

    @Override
    public Epoch read() {
        byte[] bytes;
        try {
            bytes = Files.readAllBytes(file);
        } catch (NoSuchFileException e) {
            return Epoch.NONE;
        } catch (IOException e) {
            throw new UnreadableException(
                    "The highest epoch in "
                            + file
                            + " can't be read ("
                            + Trouble.of(e)
                            + "): mend the disk or the"
                            + " file's rights, then start the node again.");
        }
        Optional<Epoch> first = copy(bytes, 0);
        Optional<Epoch> second = copy(bytes, BLOCK);
        Epoch highest =
                Stream.concat(first.stream(), second.stream())
                        .max(Epoch::compareTo)
                        .orElseThrow(this::damaged);
        if (!first.equals(second)) {
            mend(highest);
        }
        return highest;
    }

    /** One copy is old, cut off or damaged: whichever of the two it is, it was not acted upon. */
    private void mend(Epoch highest) {
        try {
            write(highest);
            LOG.info("both copies of the highest epoch in {} say {} again", file, highest);
        } catch (UnwritableException e) {
            LOG.warn(
                    "one of two copies of the highest epoch in {} is damaged, and could not be"
                            + " mended: {}",
                    file,
                    e.getMessage());
        }
    }

    private UnreadableException damaged() {
        return new UnreadableException(
                "The highest epoch in "
                        + file
                        + " is damaged: compare with `understudy status` on the other nodes, and"
                        + " move the file away only when this node's epoch is not above theirs.");
    }

    @Override
    public void write(Epoch epoch) {
        byte[] block = block(epoch);
        try {
            if (!hasItsRoom()) {
                make(block);
                return;
            }
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
                write(channel, 0, block);
                channel.force(false);
                write(channel, BLOCK, block);
                channel.force(false);
            }
        } catch (IOException e) {
            throw new UnwritableException(
                    "Epoch " + epoch + " could not be written to " + file + ": " + Trouble.of(e),
                    e);
        }
    }

    private boolean hasItsRoom() throws IOException {
        try {
            return Files.size(file) == 2 * BLOCK;
        } catch (NoSuchFileException _) {
            return false;
        }
    }

    /** Whole beside the old one, which it then replaces at once. */
    private void make(byte[] block) throws IOException {
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        try (FileChannel channel =
                FileChannel.open(
                        fresh,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.WRITE,
                        StandardOpenOption.TRUNCATE_EXISTING)) {
            write(channel, 0, block);
            write(channel, BLOCK, block);
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

    private static void write(FileChannel channel, long at, byte[] block) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(block);
        while (bytes.hasRemaining()) {
            channel.write(bytes, at + bytes.position());
        }
    }

    private static Optional<Epoch> copy(byte[] bytes, int from) {
        if (bytes.length <= from) {
            return Optional.empty();
        }
        byte[] block = Arrays.copyOfRange(bytes, from, Math.min(bytes.length, from + BLOCK));
        String text = new String(block, StandardCharsets.ISO_8859_1);
        Matcher line = LINE.matcher(text);
        return line.lookingAt()
                ? Optional.of(new Epoch(Long.parseLong(line.group(1))))
                        .filter(epoch -> line(epoch).equals(line.group()))
                : Optional.empty();
    }

    /** A line, and blanks, so that people can read the file. */
    private static byte[] block(Epoch epoch) {
        byte[] block = new byte[BLOCK];
        Arrays.fill(block, (byte) ' ');
        byte[] line = line(epoch).getBytes(StandardCharsets.ISO_8859_1);
        System.arraycopy(line, 0, block, 0, line.length);
        block[BLOCK - 1] = '\n';
        return block;
    }

    private static String line(Epoch epoch) {
        String head = "epoch " + epoch;
        CRC32C sum = new CRC32C();
        sum.update(head.getBytes(StandardCharsets.ISO_8859_1));
        return "%s crc32c %08x\n".formatted(head, sum.getValue());
    }
}
