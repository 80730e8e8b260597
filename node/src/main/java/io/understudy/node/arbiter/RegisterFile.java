package io.understudy.node.arbiter;

import io.understudy.core.model.ClusterState;
import io.understudy.core.model.Version;
import io.understudy.core.model.Versioned;
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
import java.util.zip.CRC32C;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One node's register, in two copies: a line with the version and a checksum, and the value as
 * JSON. Each renewal is written in place, so a full disk does not cost a lease. Where one copy is
 * damaged, the other has what was last acknowledged; where both are, nothing is made up. A file of
 * one copy alone, as earlier versions wrote it, is read, too.
 */
final class RegisterFile {

    private static final Logger LOG = LoggerFactory.getLogger(RegisterFile.class);
    private static final Pattern FORM =
            Pattern.compile("register (\\d{1,18}) crc32c ([0-9a-f]{8})\n(\\{[^\n]*}\n)");

    /** The value of two nodes takes about 600 bytes. */
    private static final int BLOCK = 8192;

    private final Path file;
    private final TwoCopies copies;
    private final ClusterStateCodec codec = new ClusterStateCodec();

    RegisterFile(Path file) {
        this.file = file;
        this.copies = new TwoCopies(file, BLOCK);
    }

    /**
     * What it has; empty where there is no file.
     *
     * @throws ArbiterUnavailableException when there is one that can't be read
     */
    Optional<Versioned> read() throws ArbiterUnavailableException {
        List<String> texts;
        try {
            texts = copies.read();
        } catch (NoSuchFileException _) {
            return Optional.empty();
        } catch (IOException e) {
            throw new ArbiterUnavailableException(
                    "needed to read the register in %s, found: %s; mend the disk or the file's rights, then start the node again"
                            .formatted(file, Trouble.of(e)),
                    e);
        }
        Optional<Versioned> first = whole(texts.get(0));
        Optional<Versioned> second = whole(texts.get(1));
        boolean firstIsNewer = version(first) >= version(second);
        Versioned newer = (firstIsNewer ? first : second).orElseThrow(this::damaged);
        if (!first.equals(second)) {
            copies.distrust(firstIsNewer ? 1 : 0);
            LOG.warn(
                    "of the two copies of the register in {}, one is damaged or older: the other,"
                            + " of version {}, goes on",
                    file,
                    newer.version());
        }
        return Optional.of(newer);
    }

    private static long version(Optional<Versioned> copy) {
        return copy.map(value -> value.version().number()).orElse(-1L);
    }

    private Optional<Versioned> whole(String text) throws ArbiterUnavailableException {
        Matcher form = FORM.matcher(text);
        return form.lookingAt() && form.group().equals(text(form.group(1), form.group(3)))
                ? Optional.of(
                        new Versioned(
                                new Version(Long.parseLong(form.group(1))), decoded(form.group(3))))
                : Optional.empty();
    }

    private ClusterState decoded(String json) throws ArbiterUnavailableException {
        try {
            return codec.decode(json.getBytes(StandardCharsets.ISO_8859_1));
        } catch (ClusterStateCodec.UnreadableStateException e) {
            throw new ArbiterUnavailableException(
                    "needed to read the register in %s, found: %s".formatted(file, e.getMessage()),
                    e);
        }
    }

    private ArbiterUnavailableException damaged() {
        return new ArbiterUnavailableException(
                "needed the register in %s, found it damaged; %s".formatted(file, remedy(file)));
    }

    /** How a person gives up what this node's copy had, for the other's. */
    static String remedy(Path file) {
        return ("where the other node is whole, move %s and %s away and start this node again: it"
                        + " takes the register from there; where it is not, do so on both, see that"
                        + " the node that served last has the file %s and the other has not, and"
                        + " start both")
                .formatted(
                        file,
                        file.resolveSibling("epoch"),
                        file.resolveSibling("identity").resolve("founder"));
    }

    /**
     * Makes it durable.
     *
     * @throws IOException when it may not be; the message is one sentence
     */
    void write(Versioned value) throws IOException {
        String json = new String(codec.encode(value.state()), StandardCharsets.ISO_8859_1) + "\n";
        try {
            copies.write(text(Long.toString(value.version().number()), json));
        } catch (IOException e) {
            throw new IOException(
                    "needed to write the register to %s, found: %s; mend the disk, and the node goes on"
                            .formatted(file, Trouble.of(e)),
                    e);
        }
    }

    /** Of bytes, each as a character. */
    private static String text(String version, String json) {
        CRC32C sum = new CRC32C();
        sum.update((version + "\n" + json).getBytes(StandardCharsets.ISO_8859_1));
        return "register %s crc32c %08x\n%s".formatted(version, sum.getValue(), json);
    }
}
