package io.understudy.node.files;

import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Pattern;

/** A SHA-256, as four words, of which there are many thousands in memory. */
record Digest(long first, long second, long third, long fourth) {

    static final int BYTES = 32;

    private static final Pattern HEX = Pattern.compile("[0-9a-f]{64}");

    static Digest of(byte[] sha256) {
        ByteBuffer words = ByteBuffer.wrap(sha256);
        return new Digest(words.getLong(), words.getLong(), words.getLong(), words.getLong());
    }

    static Optional<Digest> parse(String hex) {
        return HEX.matcher(hex).matches()
                ? Optional.of(of(HexFormat.of().parseHex(hex)))
                : Optional.empty();
    }

    byte[] bytes() {
        return ByteBuffer.allocate(BYTES)
                .putLong(first)
                .putLong(second)
                .putLong(third)
                .putLong(fourth)
                .array();
    }

    /** In 64 hexadecimal digits. */
    @Override
    public String toString() {
        return HexFormat.of().formatHex(bytes());
    }
}
