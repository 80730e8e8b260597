package io.understudy.node.notify;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Set;

/** A file with one secret, read anew for each letter, so that it may be changed at any time. */
final class SecretFile {

    private static final Set<PosixFilePermission> OWNERS =
            EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);
    private static final int LEAST = 8;
    private static final int MOST = 4096;

    private SecretFile() {}

    /** What became of reading it. */
    sealed interface Reading {
        /** Its text without a line's end. */
        record Read(String secret) implements Reading {
            /** Never shows it. */
            @Override
            public String toString() {
                return "Read[***]";
            }
        }

        /** One sentence, with none of what the file has. */
        record Unusable(String why) implements Reading {}
    }

    static Reading read(Path file) {
        try {
            Set<PosixFilePermission> found = Files.getPosixFilePermissions(file);
            if (!OWNERS.containsAll(found)) {
                return new Reading.Unusable(
                        "needed the secret in %s for the daemon's user alone, found its permissions %s; type: chmod 600 %s"
                                .formatted(file, PosixFilePermissions.toString(found), file));
            }
            if (Files.size(file) > MOST) {
                return unfit(file);
            }
            String text = Files.readString(file, StandardCharsets.UTF_8).strip();
            return text.length() < LEAST || text.indexOf('\n') >= 0
                    ? unfit(file)
                    : new Reading.Read(text);
        } catch (NoSuchFileException _) {
            return new Reading.Unusable(
                    "needed a secret in %s, found no such file; put it there on every node, and type: chmod 600 %s"
                            .formatted(file, file));
        } catch (IOException e) {
            return new Reading.Unusable(
                    "needed a secret in %s, but can't read it (%s); give the file to the user that runs the daemon"
                            .formatted(file, e.getClass().getSimpleName()));
        }
    }

    private static Reading unfit(Path file) {
        return new Reading.Unusable(
                "needed one line of at least %d characters in %s, found something else; write the secret into it"
                        .formatted(LEAST, file));
    }
}
