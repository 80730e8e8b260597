package io.understudy.node.dashboard;

import io.understudy.core.model.NodeId;
import io.understudy.node.api.Wire;
import io.understudy.node.dashboard.PageRoute.Who;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Who somebody is: in, out, and what the page has to know of it. */
record LoginRoutes(Cluster cluster, Login login, Cookie cookie, Wire wire) {

    Map<String, PageRoute> byPath() {
        return Map.of(
                "login", PageRoute.post(Who.ANYBODY, this::enter),
                "logout", PageRoute.post(Who.PERSON, this::leave),
                "session", PageRoute.get(Who.LOGGED_IN, this::session).byItself());
    }

    private record Credentials(String name, String password) {
        @Override
        public String toString() {
            return "credentials";
        }
    }

    /**
     * Who is logged in.
     *
     * @param token that a changing request of the page has to bring along; empty for a program
     */
    record Known(String name, String role, Optional<String> token, NodeId node, String cluster) {}

    private Reply enter(Ask ask) throws Wire.MalformedException {
        Credentials typed = wire.read(ask.body(), Credentials.class);
        return switch (login.check(typed.name(), typed.password(), ask.from())) {
            case Login.Check.Right(var user) -> {
                Sessions.Opened opened = login.open(user, ask.from());
                yield new Reply.Value(
                        known(opened.session()),
                        Map.of("Set-Cookie", cookie.holding(opened.secret())));
            }
            case Login.Check.Wrong() -> new Reply.Said(401, "The name or the password is wrong.");
            case Login.Check.Wait(var left) ->
                    new Reply.Said(
                            429,
                            "Too many failed logins: try again in %d s."
                                    .formatted(left.toSeconds() + 1));
            case Login.Check.Unknown _ ->
                    new Reply.Said(
                            503,
                            "The password could not be compared now; try again, and see the log"
                                    + " of %s.".formatted(cluster.self()));
        };
    }

    private Reply leave(Ask ask) {
        if (ask.known() instanceof Session session) {
            ask.secret().ifPresent(secret -> login.leave(secret, session, ask.from()));
        }
        return new Reply.Value(Map.of(), Map.of("Set-Cookie", cookie.gone()));
    }

    private Reply session(Ask ask) {
        return new Reply.Value(known(ask.known()));
    }

    private Known known(Visitor visitor) {
        return new Known(
                visitor.who(),
                visitor.role().name().toLowerCase(Locale.ROOT),
                visitor instanceof Session session
                        ? Optional.of(session.token())
                        : Optional.empty(),
                cluster.self(),
                cluster.name());
    }
}
