package io.understudy.node.dashboard;

import io.understudy.node.users.User;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Lets old scripts in, which bring name and password with each request. To compare a password costs
 * half a second of a core, so one that was right is known for some minutes: by a keyed hash of it,
 * whose key is in this process' memory alone, and which no longer fits once the user has another
 * password. A wrong one is never remembered: it waits as at the login. Any thread may call.
 */
final class BasicLogin {

    private static final int MOST = 50;
    private static final int KEY_BYTES = 32;
    private static final Duration KNOWN_FOR = Duration.ofMinutes(10);

    private final Login login;
    private final SecretKeySpec key;
    private final Map<String, Long> known =
            new LinkedHashMap<>() {
                private static final long serialVersionUID = 1L;

                @Override
                protected boolean removeEldestEntry(Map.Entry<String, Long> eldest) {
                    return size() > MOST;
                }
            };

    BasicLogin(Login login) {
        byte[] random = new byte[KEY_BYTES];
        new SecureRandom().nextBytes(random);
        this.login = login;
        this.key = new SecretKeySpec(random, "HmacSHA256");
    }

    /** Without a session: each request is asked anew. */
    Login.Check enter(String name, String password, String from) {
        Optional<User> user = login.user(name);
        Optional<String> hash = user.map(found -> hash(found, password));
        if (hash.filter(this::isKnown).isPresent()) {
            return new Login.Check.Right(user.orElseThrow());
        }
        Login.Check check = login.check(name, password, from);
        if (check instanceof Login.Check.Right(User found)) {
            login.came(found, from);
            remember(hash(found, password));
        }
        return check;
    }

    private synchronized boolean isKnown(String hash) {
        return Optional.ofNullable(known.get(hash))
                .filter(at -> System.nanoTime() - at < KNOWN_FOR.toNanos())
                .isPresent();
    }

    private synchronized void remember(String hash) {
        known.remove(hash);
        known.put(hash, System.nanoTime());
    }

    private String hash(User user, String password) {
        try {
            Mac mac = Mac.getInstance(key.getAlgorithm());
            mac.init(key);
            mac.update((user.name() + "\n" + user.hash() + "\n").getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(mac.doFinal(password.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has HMAC with SHA-256", e);
        }
    }
}
