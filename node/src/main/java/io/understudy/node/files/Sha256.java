package io.understudy.node.files;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Optional;

/** Hashes of what files hold. */
final class Sha256 {

    private static final int PART = 128 << 10;

    /** From here on it pays to read in a thread of its own. */
    private static final long BIG = 8 << 20;

    private Sha256() {}

    static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    static Digest of(byte[] bytes) {
        return of(bytes, bytes.length);
    }

    /** Of the first so many bytes. */
    static Digest of(byte[] bytes, int length) {
        MessageDigest sha256 = digest();
        sha256.update(bytes, 0, length);
        return Digest.of(sha256.digest());
    }

    /**
     * Of the first so many bytes of a file; empty where it is shorter.
     *
     * @throws IOException when it can't be read, or is a symbolic link
     */
    static Optional<Digest> of(Path file, long size) throws IOException {
        MessageDigest sha256 = digest();
        long left = size;
        try (InputStream in = open(file, size)) {
            byte[] part = new byte[Math.clamp(size, 1, PART)];
            while (left > 0) {
                int read = in.read(part, 0, (int) Math.min(left, part.length));
                if (read < 0) {
                    return Optional.empty();
                }
                sha256.update(part, 0, read);
                left -= read;
            }
        }
        return Optional.of(Digest.of(sha256.digest()));
    }

    private static InputStream open(Path file, long size) throws IOException {
        InputStream in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS);
        return size < BIG ? in : new ReadAhead(in);
    }
}
