package io.understudy.demo.panel;

import com.sun.net.httpserver.Headers;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/**
 * Who may use the panel: whoever has the address that the terminal printed. Its key is behind the
 * {@code #}, which no browser sends; the page gives it once, and gets a cookie and a token.
 *
 * @param key in the printed address
 * @param session in the cookie
 * @param token which a page of another origin can't read, and so can't send
 * @param hosts that the panel is called by; another one is somebody's name for this machine
 */
record Admission(String key, String session, String token, List<String> hosts) {

    static final String TOKEN = "X-Lab-Token";

    private static final String COOKIE = "understudy-lab-panel";
    private static final int BYTES = 32;

    Admission {
        hosts = List.copyOf(hosts);
    }

    static Admission made(int port) {
        return new Admission(
                secret(), secret(), secret(), List.of("127.0.0.1:" + port, "localhost:" + port));
    }

    static String secret() {
        byte[] bytes = new byte[BYTES];
        new SecureRandom().nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    String cookie() {
        return "%s=%s; Path=/; HttpOnly; SameSite=Strict".formatted(COOKIE, session);
    }

    boolean opens(String given) {
        return same(given, key);
    }

    /** Whether it was sent to this panel, and not to a name that leads here. */
    boolean isForHere(Headers headers) {
        return hosts.contains(first(headers, "Host").orElse(""));
    }

    boolean hasCookie(Headers headers) {
        return headers.getOrDefault("Cookie", List.of()).stream()
                .flatMap(line -> Arrays.stream(line.split(";", -1)))
                .map(String::strip)
                .filter(part -> part.startsWith(COOKIE + "="))
                .anyMatch(part -> same(part.substring(COOKIE.length() + 1), session));
    }

    /** Whether the page itself asks, and no other page in the same browser. */
    boolean isFromThePage(Headers headers) {
        boolean origin =
                first(headers, "Origin")
                        .filter(it -> hosts.stream().anyMatch(host -> it.equals("http://" + host)))
                        .isPresent();
        return origin && first(headers, TOKEN).filter(given -> same(given, token)).isPresent();
    }

    private static Optional<String> first(Headers headers, String name) {
        return headers.getOrDefault(name, List.of()).stream().findFirst();
    }

    private static boolean same(String given, String wanted) {
        return MessageDigest.isEqual(
                given.getBytes(StandardCharsets.UTF_8), wanted.getBytes(StandardCharsets.UTF_8));
    }
}
