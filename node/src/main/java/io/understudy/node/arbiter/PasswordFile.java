package io.understudy.node.arbiter;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Set;

/** A file with nothing but a password, which nobody but this user may read. */
final class PasswordFile {

    private static final Set<PosixFilePermission> OWNERS =
            EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);

    private PasswordFile() {}

    /** The password without the line end. No sentence holds any of it. */
    static String read(Path file) throws ArbiterUnavailableException {
        try {
            PosixFileAttributes found = Files.readAttributes(file, PosixFileAttributes.class);
            if (!OWNERS.containsAll(found.permissions())) {
                throw new ArbiterUnavailableException(
                        ("needed the ensemble's password in %s for the daemon's user alone, found"
                                        + " its permissions %s; type: chmod 600 %s")
                                .formatted(
                                        file,
                                        PosixFilePermissions.toString(found.permissions()),
                                        file));
            }
            String password = Files.readString(file, StandardCharsets.UTF_8).stripTrailing();
            if (password.isEmpty() || password.lines().count() != 1) {
                throw new ArbiterUnavailableException(
                        ("needed the ensemble's password in %s, as its only line, found %d lines;"
                                        + " put the same password there on every node")
                                .formatted(file, password.lines().count()));
            }
            return password;
        } catch (NoSuchFileException e) {
            throw new ArbiterUnavailableException(
                    ("needed the ensemble's password in %s, found no such file; put the same"
                                    + " password there on every node, and type: chmod 600 %s")
                            .formatted(file, file),
                    e);
        } catch (IOException e) {
            throw new ArbiterUnavailableException(
                    "needed the ensemble's password in %s, but can't read it: %s; give the file to the user that runs the daemon"
                            .formatted(file, e),
                    e);
        }
    }
}
