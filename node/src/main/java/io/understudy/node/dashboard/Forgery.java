package io.understudy.node.dashboard;

import com.sun.net.httpserver.Headers;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Optional;

/**
 * Whether another page has made a person's browser ask something. A program shows its token by
 * itself, which no page can make a browser do. Pure.
 */
final class Forgery {

    private static final String TOKEN = "X-Understudy-Token";

    private Forgery() {}

    static Optional<Reply.Said> in(PageRoute route, Optional<Visitor> visitor, Headers headers) {
        return visitor.filter(Program.class::isInstance).isPresent()
                ? Optional.empty()
                : elsewhere(route, headers).or(() -> forged(route, visitor, headers));
    }

    /** A browser says where a request comes from; one that changes something has to say it. */
    private static Optional<Reply.Said> elsewhere(PageRoute route, Headers headers) {
        String site = headers.getFirst("Sec-Fetch-Site");
        boolean api = route.who() != PageRoute.Who.ANYBODY || route.changes();
        boolean crossSite =
                api && site != null && !site.equals("same-origin") && !site.equals("none");
        boolean sameOrigin =
                ("https://" + headers.getFirst("Host")).equals(headers.getFirst("Origin"));
        boolean json = Text.JSON.equals(headers.getFirst("Content-Type"));
        return crossSite || (route.changes() && !(sameOrigin && json))
                ? Optional.of(new Reply.Said(403, "This request does not come from this page."))
                : Optional.empty();
    }

    private static Optional<Reply.Said> forged(
            PageRoute route, Optional<Visitor> visitor, Headers headers) {
        if (!route.changes() || route.who() == PageRoute.Who.ANYBODY) {
            return Optional.empty();
        }
        String token = headers.getFirst(TOKEN);
        boolean right =
                token != null
                        && visitor.orElse(null) instanceof Session session
                        && MessageDigest.isEqual(
                                token.getBytes(StandardCharsets.UTF_8),
                                session.token().getBytes(StandardCharsets.UTF_8));
        return right
                ? Optional.empty()
                : Optional.of(new Reply.Said(403, "This request lacks the token of this page."));
    }
}
