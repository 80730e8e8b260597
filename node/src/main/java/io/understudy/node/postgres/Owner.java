package io.understudy.node.postgres;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The user that PostgreSQL runs as, and that owns its files. PostgreSQL never runs as root: a
 * daemon that is root hands over to this user, any other must be that user itself.
 */
final class Owner {

    private final String user;
    private final boolean root;

    Owner(String user, boolean root) {
        this.user = user;
        this.root = root;
    }

    /** The settings' word, else the owner of the data, else postgres; never root. */
    static Owner of(Optional<String> configured, Path data) throws IOException {
        String self = System.getProperty("user.name", "");
        if (!self.equals("root")) {
            return new Owner(self, false);
        }
        String found = Files.exists(data) ? Files.getOwner(data).getName() : "postgres";
        return new Owner(configured.orElse(found.equals("root") ? "postgres" : found), true);
    }

    String user() {
        return user;
    }

    /** What stands before a command so that it runs as this user, keeping its process id. */
    List<String> prefix() {
        return root
                ? List.of("setpriv", "--reuid=" + user, "--regid=" + group(), "--init-groups", "--")
                : List.of();
    }

    /** Makes a directory that only this user reads. */
    void makeDirectory(Path directory) throws IOException {
        if (!Files.isDirectory(directory)) {
            Files.createDirectories(directory);
            give(directory, "rwx------");
        }
    }

    /** Writes a whole file by rename, on disk when it returns. */
    void write(Path file, String text, String permissions) throws IOException {
        Path fresh = file.resolveSibling(file.getFileName() + ".understudy-new");
        Files.deleteIfExists(fresh);
        Files.createFile(
                fresh,
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(fresh, text);
        give(fresh, permissions);
        flush(fresh);
        Files.move(
                fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        Path parent = file.getParent();
        if (parent != null) {
            flush(parent);
        }
    }

    /** Leaves a file alone that already says so. */
    void writeIfChanged(Path file, String text, String permissions) throws IOException {
        if (!Files.exists(file) || !Files.readString(file).equals(text)) {
            write(file, text, permissions);
        }
    }

    void give(Path file, String permissions) throws IOException {
        PosixFileAttributeView view =
                Files.getFileAttributeView(file, PosixFileAttributeView.class);
        view.setPermissions(PosixFilePermissions.fromString(permissions));
        if (root) {
            var principals = file.getFileSystem().getUserPrincipalLookupService();
            view.setGroup(principals.lookupPrincipalByGroupName(group()));
            view.setOwner(principals.lookupPrincipalByName(user));
        }
    }

    static void flush(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    /** The user's first group, as /etc/passwd and /etc/group have it; else one of the same name. */
    private String group() {
        try {
            String id =
                    Files.readAllLines(Path.of("/etc/passwd")).stream()
                            .map(line -> line.split(":", -1))
                            .filter(fields -> fields.length > 3 && fields[0].equals(user))
                            .map(fields -> fields[3])
                            .findFirst()
                            .orElse("");
            return Files.readAllLines(Path.of("/etc/group")).stream()
                    .map(line -> line.split(":", -1))
                    .filter(fields -> fields.length > 2 && fields[2].equals(id))
                    .map(fields -> fields[0])
                    .findFirst()
                    .orElse(user);
        } catch (IOException _) {
            return user;
        }
    }

    /** Deletes a directory and all in it; links are deleted, not followed. */
    static void delete(Path directory) throws IOException {
        if (!Files.exists(directory)) {
            return;
        }
        try (var paths = Files.walk(directory)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        }
    }
}
