package io.understudy.node.journal;

import io.understudy.core.model.Epoch;
import io.understudy.core.port.DurableEpoch;
import io.understudy.node.disk.Trouble;
import io.understudy.node.disk.TwoCopies;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The highest epoch in two copies, each a line with a checksum. No single damaged copy lets the
 * epoch fall. A file of one line alone, as earlier versions wrote it, is read, too.
 */
public final class EpochFile implements DurableEpoch {

    private static final Logger LOG = LoggerFactory.getLogger(EpochFile.class);
    private static final Pattern LINE = Pattern.compile("epoch (\\d{1,18}) crc32c [0-9a-f]{8}\n");
    private static final int BLOCK = 4096;

    private final Path file;
    private final TwoCopies copies;

    public EpochFile(Path file) {
        this.file = file;
        this.copies = new TwoCopies(file, BLOCK);
    }

    @Override
    public Epoch read() {
        List<String> texts;
        try {
            texts = copies.read();
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
        Optional<Epoch> first = epoch(texts.get(0));
        Optional<Epoch> second = epoch(texts.get(1));
        Epoch highest =
                Stream.concat(first.stream(), second.stream())
                        .max(Epoch::compareTo)
                        .orElseThrow(this::damaged);
        if (!first.equals(second)) {
            mend(highest, first.equals(Optional.of(highest)) ? 1 : 0);
        }
        return highest;
    }

    /** That copy is old, cut off or damaged: whichever it is, it was not acted upon. */
    private void mend(Epoch highest, int copy) {
        try {
            copies.distrust(copy);
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
        try {
            copies.write(line(epoch));
        } catch (IOException e) {
            throw new UnwritableException(
                    "Epoch " + epoch + " could not be written to " + file + ": " + Trouble.of(e),
                    e);
        }
    }

    private static Optional<Epoch> epoch(String text) {
        Matcher line = LINE.matcher(text);
        return line.lookingAt()
                ? Optional.of(new Epoch(Long.parseLong(line.group(1))))
                        .filter(epoch -> line(epoch).equals(line.group()))
                : Optional.empty();
    }

    private static String line(Epoch epoch) {
        String head = "epoch " + epoch;
        CRC32C sum = new CRC32C();
        sum.update(head.getBytes(StandardCharsets.ISO_8859_1));
        return "%s crc32c %08x\n".formatted(head, sum.getValue());
    }
}
