package io.understudy.node.users;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;

/**
 * Hashes by argon2id, written as {@code $argon2id$v=19$m=19456,t=2,p=1$SALT$HASH}. It knows Bouncy
 * Castle, so a daemon reaches it only by {@link PasswordProgram}: docs/decisions/0070.
 */
public final class Argon2 implements Passwords {

    /** OWASP's figures: 19 MiB, two passes, one lane. */
    private static final Cost USUAL = new Cost(19 << 10, 2, 1);

    private static final int SALT_BYTES = 16;
    private static final int HASH_BYTES = 32;
    private static final Base64.Encoder ENCODER = Base64.getEncoder().withoutPadding();
    private static final Pattern WRITTEN =
            Pattern.compile(
                    "\\$argon2id\\$v=19\\$m=([0-9]{1,5}),t=([0-9]{1,2}),p=([1-4])"
                            + "\\$([A-Za-z0-9+/]{16,88})\\$([A-Za-z0-9+/]{22,88})");

    private final SecureRandom random = new SecureRandom();

    /** What is kept of that password. */
    public String hash(String password) {
        byte[] salt = new byte[SALT_BYTES];
        random.nextBytes(salt);
        return "$argon2id$v=19$m=%d,t=%d,p=%d$%s$%s"
                .formatted(
                        USUAL.kibibytes(),
                        USUAL.passes(),
                        USUAL.lanes(),
                        ENCODER.encodeToString(salt),
                        ENCODER.encodeToString(hash(password, salt, USUAL, HASH_BYTES)));
    }

    @Override
    public Verdict verify(String hash, String password) {
        Matcher written = WRITTEN.matcher(hash);
        if (!written.matches()) {
            return new Verdict.Unknown("needed a hash by argon2id, found another");
        }
        byte[] kept = Base64.getDecoder().decode(written.group(5));
        byte[] found =
                hash(
                        password,
                        Base64.getDecoder().decode(written.group(4)),
                        new Cost(number(written, 1), number(written, 2), number(written, 3)),
                        kept.length);
        return MessageDigest.isEqual(kept, found) ? new Verdict.Right() : new Verdict.Wrong();
    }

    private static int number(Matcher written, int group) {
        return Integer.parseInt(written.group(group));
    }

    private static byte[] hash(String password, byte[] salt, Cost cost, int bytes) {
        Argon2BytesGenerator generator = new Argon2BytesGenerator();
        generator.init(
                new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
                        .withVersion(Argon2Parameters.ARGON2_VERSION_13)
                        .withMemoryAsKB(cost.kibibytes())
                        .withIterations(cost.passes())
                        .withParallelism(cost.lanes())
                        .withSalt(salt)
                        .build());
        byte[] hash = new byte[bytes];
        generator.generateBytes(password.getBytes(StandardCharsets.UTF_8), hash);
        return hash;
    }

    private record Cost(int kibibytes, int passes, int lanes) {}
}
