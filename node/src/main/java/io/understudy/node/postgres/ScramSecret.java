package io.understudy.node.postgres;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * The form in which PostgreSQL keeps a password, made here, so that the password itself is never in
 * a statement, a log or an argument.
 */
final class ScramSecret {

    private static final int ITERATIONS = 4096;

    private ScramSecret() {}

    /**
     * Makes PostgreSQL's {@code SCRAM-SHA-256$...} of RFC 5803.
     *
     * @param password printable ASCII, for which SASLprep changes nothing
     */
    static String of(String password, byte[] salt) {
        try {
            byte[] salted =
                    SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256")
                            .generateSecret(
                                    new PBEKeySpec(password.toCharArray(), salt, ITERATIONS, 256))
                            .getEncoded();
            byte[] stored = MessageDigest.getInstance("SHA-256").digest(hmac(salted, "Client Key"));
            Base64.Encoder base64 = Base64.getEncoder();
            return "SCRAM-SHA-256$%d:%s$%s:%s"
                    .formatted(
                            ITERATIONS,
                            base64.encodeToString(salt),
                            base64.encodeToString(stored),
                            base64.encodeToString(hmac(salted, "Server Key")));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JDK lacks SCRAM-SHA-256's parts", e);
        }
    }

    private static byte[] hmac(byte[] key, String text) throws GeneralSecurityException {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(key, "HmacSHA256"));
        return mac.doFinal(text.getBytes(StandardCharsets.US_ASCII));
    }
}
