package io.understudy.node.arbiter;

import io.understudy.core.model.ClusterState;
import io.understudy.core.model.Version;
import io.understudy.core.model.Versioned;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.CRC32C;

/**
 * One node's copy of the register: a line with the version and a checksum, and the value as JSON.
 * It is replaced whole and synced; what is damaged is never mended.
 */
final class RegisterFile {

    private static final Pattern FORM =
            Pattern.compile("register (\\d{1,18}) crc32c ([0-9a-f]{8})\n(\\{.*}\n)");
    private static final int MOST_BYTES = 64 << 10;

    private final Path file;
    private final ClusterStateCodec codec = new ClusterStateCodec();

    RegisterFile(Path file) {
        this.file = file;
    }

    /**
     * What it has; empty where there is no file.
     *
     * @throws ArbiterUnavailableException when there is one that can't be read
     */
    Optional<Versioned> read() throws ArbiterUnavailableException {
        String text;
        try {
            if (Files.size(file) > MOST_BYTES) {
                throw damaged();
            }
            text = Files.readString(file, StandardCharsets.UTF_8);
        } catch (NoSuchFileException _) {
            return Optional.empty();
        } catch (IOException e) {
            throw new ArbiterUnavailableException(
                    "needed to read the register in %s, found: %s; mend the disk or the file's rights, then start the node again"
                            .formatted(file, e),
                    e);
        }
        Matcher form = FORM.matcher(text);
        if (!form.matches() || !text.equals(text(form.group(1), form.group(3)))) {
            throw damaged();
        }
        return Optional.of(
                new Versioned(new Version(Long.parseLong(form.group(1))), decoded(form.group(3))));
    }

    private ClusterState decoded(String json) throws ArbiterUnavailableException {
        try {
            return codec.decode(json.getBytes(StandardCharsets.UTF_8));
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
                        + " takes the register from there")
                .formatted(file, file.resolveSibling("epoch"));
    }

    Path path() {
        return file;
    }

    /**
     * Makes it durable.
     *
     * @throws IOException when it may not be; the message is one sentence
     */
    void write(Versioned value) throws IOException {
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        String json = new String(codec.encode(value.state()), StandardCharsets.UTF_8) + "\n";
        byte[] bytes =
                text(Long.toString(value.version().number()), json)
                        .getBytes(StandardCharsets.UTF_8);
        try {
            try (FileChannel channel =
                    FileChannel.open(
                            fresh,
                            StandardOpenOption.CREATE,
                            StandardOpenOption.WRITE,
                            StandardOpenOption.TRUNCATE_EXISTING)) {
                ByteBuffer left = ByteBuffer.wrap(bytes);
                while (left.hasRemaining()) {
                    channel.write(left);
                }
                channel.force(true);
            }
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
            try (FileChannel folder = FileChannel.open(file.toAbsolutePath().getParent())) {
                folder.force(true);
            }
        } catch (IOException e) {
            throw new IOException(
                    "needed to write the register to %s, found: %s; mend the disk, and the node goes on"
                            .formatted(file, e.getMessage()),
                    e);
        }
    }

    private static String text(String version, String json) {
        CRC32C sum = new CRC32C();
        sum.update((version + "\n" + json).getBytes(StandardCharsets.UTF_8));
        return "register %s crc32c %08x\n%s".formatted(version, sum.getValue(), json);
    }
}
