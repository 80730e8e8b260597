package io.understudy.node.postgres;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** The SHA-256 of a file. */
final class Checksum {

    private Checksum() {}

    /** In hexadecimal, as sha256sum prints it. */
    static String of(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file);
                DigestInputStream summing =
                        new DigestInputStream(in, MessageDigest.getInstance("SHA-256"))) {
            summing.transferTo(OutputStream.nullOutputStream());
            return HexFormat.of().formatHex(summing.getMessageDigest().digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
