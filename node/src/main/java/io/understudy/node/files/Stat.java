package io.understudy.node.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * What the file system says of a path itself, without following a symbolic link.
 *
 * @param modified in nanoseconds since 1970
 * @param changed when anything of it was, in nanoseconds since 1970
 */
record Stat(Kind kind, long size, long modified, long changed, long inode, Rights rights) {

    private static final String ATTRIBUTES = "unix:mode,size,ino,uid,gid,lastModifiedTime,ctime";
    private static final int KIND = 0170000;
    private static final int PERMISSIONS = 07777;

    enum Kind {
        FOLDER,
        CONTENT,
        LINK,
        /** A socket, a pipe or a device. */
        OTHER
    }

    record Rights(int mode, int user, int group) {}

    /** Throws a NoSuchFileException where nothing is there. */
    static Stat of(Path path) throws IOException {
        Map<String, Object> found =
                Files.readAttributes(path, ATTRIBUTES, LinkOption.NOFOLLOW_LINKS);
        int mode = number(found, "mode").intValue();
        Kind kind =
                switch (mode & KIND) {
                    case 0040000 -> Kind.FOLDER;
                    case 0100000 -> Kind.CONTENT;
                    case 0120000 -> Kind.LINK;
                    default -> Kind.OTHER;
                };
        return new Stat(
                kind,
                number(found, "size").longValue(),
                nanos(found, "lastModifiedTime"),
                nanos(found, "ctime"),
                number(found, "ino").longValue(),
                new Rights(
                        kind == Kind.LINK ? 0 : mode & PERMISSIONS,
                        number(found, "uid").intValue(),
                        number(found, "gid").intValue()));
    }

    private static Number number(Map<String, Object> found, String name) throws IOException {
        if (found.get(name) instanceof Number number) {
            return number;
        }
        throw new IOException("needed the attribute %s of a file, found none".formatted(name));
    }

    private static long nanos(Map<String, Object> found, String name) throws IOException {
        if (found.get(name) instanceof FileTime time) {
            return time.to(TimeUnit.NANOSECONDS);
        }
        throw new IOException("needed the attribute %s of a file, found none".formatted(name));
    }

    /** Whether the file holds what it held then, as far as the file system can tell. */
    boolean sameContent(Stat other) {
        return kind == other.kind
                && size == other.size
                && modified == other.modified
                && changed == other.changed
                && inode == other.inode;
    }

    /** Whether this is that file with more at its end. */
    boolean isGrownFrom(Stat other) {
        return kind == other.kind && inode == other.inode && size > other.size;
    }
}
