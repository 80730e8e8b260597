package io.understudy.node.users;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.regex.Pattern;

/**
 * With what a program may ask the page's server. The token itself is nowhere: it is 256 random
 * bits, so that its SHA-256 tells nobody what it is.
 *
 * @param name for people: in the list and in the audit
 * @param hash of the token, SHA-256 in hexadecimal
 * @param until it is good, in seconds since 1970 by a node's wall clock
 */
public record ApiToken(String name, UserRole role, String hash, long until) {

    /** Of all tokens, so that a search for lost ones finds them. */
    private static final String PREFIX = "understudy_";

    private static final int SECRET_BYTES = 32;
    private static final Pattern TEXT = Pattern.compile(PREFIX + "[A-Za-z0-9_-]{43}");
    private static final Pattern HASH = Pattern.compile("[0-9a-f]{64}");

    public ApiToken {
        if (!User.isName(name) || !HASH.matcher(hash).matches() || until <= 0) {
            throw new IllegalArgumentException("needed a token's name, hash and end");
        }
    }

    /** A new one, for whoever is to have it. */
    public static String make(SecureRandom random) {
        byte[] bytes = new byte[SECRET_BYTES];
        random.nextBytes(bytes);
        return PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /** What is kept of that token. */
    public static String hash(String token) {
        try {
            return HexFormat.of()
                    .formatHex(
                            MessageDigest.getInstance("SHA-256")
                                    .digest(token.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /** Whether that is this one; takes as long, whatever the answer. */
    boolean is(String token) {
        return TEXT.matcher(token).matches()
                && MessageDigest.isEqual(
                        hash.getBytes(StandardCharsets.US_ASCII),
                        hash(token).getBytes(StandardCharsets.US_ASCII));
    }

    public Instant end() {
        return Instant.ofEpochSecond(until);
    }

    /** Without the hash, which belongs in no log. */
    @Override
    public String toString() {
        return name + " (" + role + ")";
    }
}
