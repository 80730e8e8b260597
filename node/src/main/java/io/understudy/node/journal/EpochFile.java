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
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.CRC32C;

/** The highest epoch in a small file of one line with a checksum, replaced whole and synced. */
public final class EpochFile implements DurableEpoch {

    private static final Pattern LINE = Pattern.compile("epoch (\\d{1,18}) crc32c ([0-9a-f]{8})\n");
    private static final int MOST_BYTES = 200;

    private final Path file;

    public EpochFile(Path file) {
        this.file = file;
    }

    @Override
    public Epoch read() {
        String text;
        try {
            if (Files.size(file) > MOST_BYTES) {
                throw damaged();
            }
            text = Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (NoSuchFileException e) {
            return Epoch.NONE;
        } catch (IOException e) {
            throw new UnreadableException(
                    "The highest epoch in "
                            + file
                            + " can't be read ("
                            + e.getMessage()
                            + "): mend the disk or the"
                            + " file's rights, then start the node again.");
        }
        Matcher matcher = LINE.matcher(text);
        if (!matcher.matches()) {
            throw damaged();
        }
        long number = Long.parseLong(matcher.group(1));
        if (!line(number).equals(text)) {
            throw damaged();
        }
        return new Epoch(number);
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
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        try {
            ByteBuffer bytes =
                    ByteBuffer.wrap(line(epoch.number()).getBytes(StandardCharsets.ISO_8859_1));
            try (FileChannel channel =
                    FileChannel.open(
                            fresh,
                            StandardOpenOption.CREATE,
                            StandardOpenOption.WRITE,
                            StandardOpenOption.TRUNCATE_EXISTING)) {
                while (bytes.hasRemaining()) {
                    channel.write(bytes);
                }
                channel.force(true);
            }
            replace(fresh);
            try (FileChannel folder = FileChannel.open(file.toAbsolutePath().getParent())) {
                folder.force(true);
            }
        } catch (IOException e) {
            throw new UnwritableException(
                    "Epoch " + epoch + " could not be written to " + file + ": " + e.getMessage(),
                    e);
        }
    }

    private void replace(Path fresh) throws IOException {
        try {
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException e) {
            throw new IOException("its file system can't replace a file at once", e);
        }
    }

    private static String line(long epoch) {
        String head = "epoch " + epoch;
        CRC32C sum = new CRC32C();
        sum.update(head.getBytes(StandardCharsets.ISO_8859_1));
        return "%s crc32c %08x\n".formatted(head, sum.getValue());
    }
}
