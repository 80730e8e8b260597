package io.understudy.node.journal;

import io.understudy.node.journal.Segment.Damage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Segments as files of one folder that only its owner reads. */
final class Folder implements Disk {

    /** So many damaged pieces are kept; the oldest makes room for one more. */
    static final int MOST_ASIDE = 16;

    private static final String ASIDE = "damaged-";
    private static final FileAttribute<?> OWNERS_FILE =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    private static final FileAttribute<?> OWNERS_FOLDER =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

    private final Path folder;

    Folder(Path folder) {
        this.folder = folder;
    }

    @Override
    public List<String> prepare(int count) throws IOException {
        if (!Files.isDirectory(folder)) {
            Files.createDirectory(folder, OWNERS_FOLDER);
        }
        List<Path> missing = new ArrayList<>();
        boolean used = false;
        for (int i = 0; i < count; i++) {
            if (!Files.exists(file(i))) {
                missing.add(file(i));
            }
            used |= !(Segment.read(read(i)) instanceof Segment.Content.Free);
        }
        for (int i = 0; i < count; i++) {
            if (isUnfinished(i)) {
                fill(file(i));
            }
        }
        forceFolder();
        return used ? missing.stream().map(Folder::wasMissing).toList() : List.of();
    }

    private static String wasMissing(Path file) {
        return "Of the journal, %s was missing: what it held is lost, and all else goes on."
                .formatted(file);
    }

    /** It was never made, or the disk was full before it had its size: it never held anything. */
    private boolean isUnfinished(int segment) throws IOException {
        byte[] bytes = read(segment);
        return bytes.length < Segment.BYTES && isZero(bytes);
    }

    private static boolean isZero(byte[] bytes) {
        for (byte one : bytes) {
            if (one != 0) {
                return false;
            }
        }
        return true;
    }

    private static void fill(Path file) throws IOException {
        try (FileChannel channel =
                FileChannel.open(
                        file,
                        Set.<OpenOption>of(StandardOpenOption.CREATE, StandardOpenOption.WRITE),
                        OWNERS_FILE)) {
            write(channel, 0, new byte[Segment.BYTES]);
            channel.force(true);
        }
    }

    @Override
    public byte[] read(int segment) throws IOException {
        try {
            return Files.readAllBytes(file(segment));
        } catch (NoSuchFileException _) {
            return new byte[0];
        }
    }

    @Override
    public Open open(int segment) throws IOException {
        return new Channel(FileChannel.open(file(segment), StandardOpenOption.WRITE));
    }

    @Override
    public Path keepAside(int segment, Damage damage) throws IOException {
        byte[] damaged = Arrays.copyOfRange(read(segment), damage.from(), damage.to());
        Path aside = freeName();
        try (FileChannel channel =
                FileChannel.open(
                        aside,
                        Set.<OpenOption>of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                        OWNERS_FILE)) {
            write(channel, 0, damaged);
            channel.force(true);
        }
        forceFolder();
        try (FileChannel channel = FileChannel.open(file(segment), StandardOpenOption.WRITE)) {
            write(channel, damage.from(), new byte[Segment.BYTES - damage.from()]);
            channel.force(true);
        }
        return aside;
    }

    /** After the newest; the oldest is dropped where there are too many. */
    private Path freeName() throws IOException {
        List<Path> kept = asides();
        if (kept.size() >= MOST_ASIDE) {
            Files.delete(kept.getFirst());
        }
        int number =
                kept.isEmpty()
                        ? 1
                        : Integer.parseInt(
                                        kept.getLast()
                                                .getFileName()
                                                .toString()
                                                .substring(ASIDE.length()))
                                + 1;
        return folder.resolve(ASIDE + "%06d".formatted(number));
    }

    /** What was kept aside, oldest first. */
    List<Path> asides() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.getFileName().toString().matches(ASIDE + "[0-9]{6}"))
                    .sorted()
                    .toList();
        }
    }

    @Override
    public Path file(int segment) {
        return folder.resolve("segment-%02d".formatted(segment));
    }

    private void forceFolder() throws IOException {
        try (FileChannel channel = FileChannel.open(folder)) {
            channel.force(true);
        }
    }

    private static void write(FileChannel channel, int offset, byte[] bytes) throws IOException {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        while (buffer.hasRemaining()) {
            channel.write(buffer, offset + buffer.position());
        }
    }

    private record Channel(FileChannel channel) implements Open {

        @Override
        public void write(int offset, byte[] bytes) throws IOException {
            Folder.write(channel, offset, bytes);
        }

        @Override
        public void force() throws IOException {
            channel.force(false);
        }

        @Override
        public void close() throws IOException {
            channel.close();
        }
    }
}
