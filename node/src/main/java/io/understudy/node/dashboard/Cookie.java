package io.understudy.node.dashboard;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a browser keeps of a login. Its name has the port, since browsers tell no ports apart and
 * several nodes may share a host. By the prefix a browser refuses it without TLS, and from any
 * other host.
 *
 * @param port of the page
 */
record Cookie(int port) {

    private static final int MOST_HEADER = 4096;
    private static final String ONLY_HERE = "; Path=/; Secure; HttpOnly; SameSite=Strict";

    String holding(String secret) {
        return name() + "=" + secret + ONLY_HERE;
    }

    String gone() {
        return name() + "=" + ONLY_HERE + "; Max-Age=0";
    }

    /** Of a request's headers. */
    Optional<String> in(List<String> headers) {
        Pattern ours = Pattern.compile("(?:^|; ?)" + name() + "=([A-Za-z0-9_-]{43})(?:;|$)");
        return headers.stream()
                .filter(header -> header.length() <= MOST_HEADER)
                .map(ours::matcher)
                .filter(Matcher::find)
                .map(found -> found.group(1))
                .findFirst();
    }

    private String name() {
        return "__Host-understudy-" + port;
    }
}
