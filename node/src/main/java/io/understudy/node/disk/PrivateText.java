package io.understudy.node.disk;

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

/**
 * The text of a file that a person has put there for the daemon's user alone. Any thread may read;
 * it is read anew each time, so that it may be changed at any time.
 *
 * @param what it is, for people, such as <em>the ensemble's password</em>
 * @param remedy what to do where there is no file, in the imperative
 */
public record PrivateText(String what, String remedy) {

    private static final Set<PosixFilePermission> OWNERS =
            EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);
    private static final int MOST = 64 << 10;

    /** What became of reading it. */
    public sealed interface Reading {

        record Read(String text) implements Reading {
            /** Never shows it. */
            @Override
            public String toString() {
                return "Read[***]";
            }
        }

        /** One sentence, with none of what the file has. */
        record Unusable(String why) implements Reading {}
    }

    public Reading in(Path file) {
        try {
            PosixFileAttributes found = Files.readAttributes(file, PosixFileAttributes.class);
            if (!OWNERS.containsAll(found.permissions())) {
                return new Reading.Unusable(
                        "needed %s in %s for the daemon's user alone, found its permissions %s; type: chmod 600 %s"
                                .formatted(
                                        what,
                                        file,
                                        PosixFilePermissions.toString(found.permissions()),
                                        file));
            }
            if (found.size() > MOST) {
                return new Reading.Unusable(
                        "needed %s in %s, found a file of more than %d bytes; correct it"
                                .formatted(what, file, MOST));
            }
            return new Reading.Read(Files.readString(file, StandardCharsets.UTF_8));
        } catch (NoSuchFileException _) {
            return new Reading.Unusable(
                    "needed %s in %s, found no such file; %s, and type: chmod 600 %s"
                            .formatted(what, file, remedy, file));
        } catch (IOException e) {
            return new Reading.Unusable(
                    "needed %s in %s, but can't read it (%s); give the file to the user that runs the daemon"
                            .formatted(what, file, e.getClass().getSimpleName()));
        }
    }
}
