package io.understudy.node.files;

/** What is at one path of a set. */
sealed interface FileEntry {

    /** Relative to the set's root, with slashes; empty for the root itself. */
    String path();

    Access access();

    record Folder(String path, Access access) implements FileEntry {}

    record Content(String path, Access access, Body body) implements FileEntry {}

    /** A symbolic link; where it points to is nobody's concern. */
    record Link(String path, Access access, String target) implements FileEntry {}

    /**
     * What a file holds.
     *
     * @param modified when it was, in nanoseconds since 1970
     */
    record Body(long size, long modified, Digest digest) {}
}
