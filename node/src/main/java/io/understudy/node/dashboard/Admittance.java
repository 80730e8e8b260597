package io.understudy.node.dashboard;

import com.sun.net.httpserver.Headers;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/**
 * Finds out whose request it is: by a program's token, by a browser's cookie or, where an old
 * script asks, by name and password. Any thread may call; by a password it takes a second.
 */
final class Admittance {

    private static final int MOST_HEADER = 1024;
    private static final String BEARER = "Bearer ";
    private static final String BASIC = "Basic ";

    private final Login login;
    private final Programs programs;
    private final BasicLogin basic;
    private final Cookie cookie;

    Admittance(Login login, Programs programs, Cookie cookie) {
        this.login = login;
        this.programs = programs;
        this.basic = new BasicLogin(login);
        this.cookie = cookie;
    }

    /** What came of it. */
    sealed interface Entry {

        record In(Visitor visitor) implements Entry {}

        record Nobody() implements Entry {}

        /** What it brought is not good. */
        record Refused(Reply.Said said) implements Entry {}
    }

    /** What the browser's cookie holds; empty where it brings none. */
    Optional<String> secret(Headers headers) {
        return cookie.in(headers.getOrDefault("Cookie", List.of()));
    }

    /**
     * For that route.
     *
     * @param from the address
     */
    Entry of(Headers headers, PageRoute route, String from) {
        String given = headers.getFirst("Authorization");
        if (given == null || given.length() > MOST_HEADER) {
            return byCookie(headers, route);
        }
        if (is(given, BEARER)) {
            return byToken(given.substring(BEARER.length()).strip(), from);
        }
        return route.manner() == PageRoute.Manner.BY_OLD_SCRIPT && is(given, BASIC)
                ? byPassword(given.substring(BASIC.length()).strip(), from)
                : byCookie(headers, route);
    }

    private static boolean is(String given, String scheme) {
        return given.regionMatches(true, 0, scheme, 0, scheme.length());
    }

    private Entry byCookie(Headers headers, PageRoute route) {
        boolean byPerson = route.manner() == PageRoute.Manner.BY_PERSON;
        return secret(headers)
                .flatMap(secret -> login.find(secret, byPerson))
                .<Entry>map(Entry.In::new)
                .orElseGet(Entry.Nobody::new);
    }

    private Entry byToken(String text, String from) {
        return switch (programs.enter(text, from)) {
            case Programs.Entry.In(Program program) -> new Entry.In(program);
            case Programs.Entry.Unknown() ->
                    refused(401, "This token is not one of this cluster's, or was removed.");
            case Programs.Entry.Ended(var token) ->
                    refused(
                            401,
                            "This token ended at %s; make another one: understudy token add %s"
                                    .formatted(token.end(), token.name()));
            case Programs.Entry.Wait(var left) ->
                    refused(
                            429,
                            "Too many wrong tokens: try again in %d s."
                                    .formatted(left.toSeconds() + 1));
        };
    }

    private Entry byPassword(String encoded, String from) {
        String text;
        try {
            text = new String(Base64.getDecoder().decode(encoded), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException _) {
            return refused(400, "needed a name and a password as HTTP's Basic login has them");
        }
        int colon = text.indexOf(':');
        return switch (basic.enter(
                text.substring(0, Math.max(0, colon)), text.substring(colon + 1), from)) {
            case Login.Check.Right(var user) ->
                    new Entry.In(new Session(user, "", from, new Tickets()));
            case Login.Check.Wrong() -> refused(401, "The name or the password is wrong.");
            case Login.Check.Wait(var left) ->
                    refused(
                            429,
                            "Too many failed logins: try again in %d s."
                                    .formatted(left.toSeconds() + 1));
            case Login.Check.Unknown _ ->
                    refused(503, "The password could not be compared now; try again.");
        };
    }

    private static Entry refused(int status, String error) {
        return new Entry.Refused(new Reply.Said(status, error));
    }
}
