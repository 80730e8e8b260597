package io.understudy.node.dashboard;

import io.understudy.node.users.User;
import io.understudy.node.users.UserRole;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Who is logged in, in memory alone: a daemon that is started again knows nobody. Of what a browser
 * keeps only the SHA-256 is here. Any thread may call.
 */
final class Sessions {

    /** After the login; nobody stays longer. */
    static final Duration LONGEST = Duration.ofHours(12);

    /** Without a request by the person; a viewer's open page counts as one. */
    static final Duration LONGEST_IDLE = Duration.ofMinutes(30);

    private static final int MOST = 500;
    private static final int MOST_OF_ONE = 20;
    private static final int SECRET_BYTES = 32;

    private final LongSupplier clock;
    private final SecureRandom random = new SecureRandom();
    private final Map<String, Kept> byHash = new HashMap<>();

    /**
     * @param clock monotonic, in nanoseconds
     */
    Sessions(LongSupplier clock) {
        this.clock = clock;
    }

    /**
     * One login.
     *
     * @param secret for the browser's cookie; never kept here
     */
    record Opened(String secret, Session session) {
        @Override
        public String toString() {
            return session.toString();
        }
    }

    private record Kept(Session session, long since, long used) {}

    synchronized Opened open(User user, String from) {
        sweep();
        crowdOut(user);
        String secret = secret();
        Session session = new Session(user, secret(), from, new Tickets());
        byHash.put(hash(secret), new Kept(session, clock.getAsLong(), clock.getAsLong()));
        return new Opened(secret, session);
    }

    /**
     * Whose that is.
     *
     * @param byPerson whether somebody did something, and no page by itself
     */
    synchronized Optional<Session> find(String secret, boolean byPerson) {
        sweep();
        String hash = hash(secret);
        Optional<Kept> found = Optional.ofNullable(byHash.get(hash));
        found.filter(kept -> byPerson || kept.session().user().role() == UserRole.VIEWER)
                .ifPresent(kept ->
                        byHash.put(
                                hash, new Kept(kept.session(), kept.since(), clock.getAsLong())));
        return found.map(Kept::session);
    }

    synchronized void close(String secret) {
        byHash.remove(hash(secret));
    }

    private void sweep() {
        long now = clock.getAsLong();
        byHash.values()
                .removeIf(kept ->
                        now - kept.since() > LONGEST.toNanos()
                                || now - kept.used() > LONGEST_IDLE.toNanos());
    }

    /** Bounded: whoever logs in again and again loses the oldest of his or her own first. */
    private void crowdOut(User user) {
        long own =
                byHash.values().stream()
                        .filter(kept -> kept.session().user().name().equals(user.name()))
                        .count();
        if (own >= MOST_OF_ONE || byHash.size() >= MOST) {
            byHash.entrySet().stream()
                    .filter(entry ->
                            own < MOST_OF_ONE
                                    || entry.getValue().session().user().name().equals(user.name()))
                    .min(Comparator.comparingLong(entry -> entry.getValue().used()))
                    .map(Map.Entry::getKey)
                    .ifPresent(byHash::remove);
        }
    }

    private String secret() {
        byte[] bytes = new byte[SECRET_BYTES];
        random.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private static String hash(String secret) {
        try {
            return HexFormat.of()
                    .formatHex(
                            MessageDigest.getInstance("SHA-256")
                                    .digest(secret.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
