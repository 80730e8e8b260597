package io.understudy.node.identity;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * Writes files that nobody else may read: private from their first byte, and whole or not there.
 */
final class PrivateFiles {

    private static final FileAttribute<Set<PosixFilePermission>> OWNER_ONLY =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    private static final FileAttribute<Set<PosixFilePermission>> OWNER_ONLY_DIRECTORY =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

    private PrivateFiles() {}

    /** Makes the folder where it is missing, and leaves one that is there as it is. */
    static void makeDirectory(Path directory) throws IOException {
        Files.createDirectories(directory, OWNER_ONLY_DIRECTORY);
    }

    /** An empty folder beside the target, to be filled and then {@link #moveInto} its place. */
    static Path newDirectoryFor(Path target) throws IOException {
        return Files.createDirectory(
                target.resolveSibling(target.getFileName() + ".new-" + UUID.randomUUID()),
                OWNER_ONLY_DIRECTORY);
    }

    /** Fails, and changes nothing, where the target already holds something. */
    static void moveInto(Path filled, Path target) throws IOException {
        sync(filled);
        Files.move(filled, target, StandardCopyOption.ATOMIC_MOVE);
        sync(parent(target));
    }

    /** Replaces the file at once. */
    static void write(Path target, String content) throws IOException {
        Path fresh = target.resolveSibling(target.getFileName() + ".new-" + UUID.randomUUID());
        try {
            create(fresh, content);
            Files.move(fresh, target, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(fresh);
        }
        sync(parent(target));
    }

    /**
     * Makes a file that must not be there yet.
     *
     * @throws java.nio.file.FileAlreadyExistsException when it is, and leaves it as it is
     */
    static void create(Path target, String content) throws IOException {
        Set<StandardOpenOption> options =
                Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        try (FileChannel channel = FileChannel.open(target, options, OWNER_ONLY)) {
            ByteBuffer bytes = ByteBuffer.wrap(content.getBytes(StandardCharsets.UTF_8));
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
        sync(parent(target));
    }

    static void deleteDirectory(Path directory) throws IOException {
        if (!Files.isDirectory(directory)) {
            return;
        }
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(directory);
    }

    private static Path parent(Path path) {
        Path parent = path.getParent();
        if (parent == null) {
            throw new IllegalArgumentException("a file is in a folder, but was " + path);
        }
        return parent;
    }

    private static void sync(Path directory) throws IOException {
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }
}
