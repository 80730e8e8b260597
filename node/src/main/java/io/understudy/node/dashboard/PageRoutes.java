package io.understudy.node.dashboard;

import io.understudy.core.action.Outcome;
import io.understudy.core.model.NodeId;
import io.understudy.node.api.Wire;
import io.understudy.node.dashboard.PageRoute.Who;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** All that the page's server answers, by exact path. */
final class PageRoutes {

    private static final String API = "/api/v1/";
    private static final int MOST_HISTORY = 500;
    private static final int USUAL_HISTORY = 50;
    private static final Pattern LAST = Pattern.compile("last=([0-9]{1,3})");

    private final Cluster cluster;
    private final Login login;
    private final Board board;
    private final Past past;
    private final Deeds deeds;
    private final Audit audit;
    private final Cookie cookie;
    private final Wire wire;
    private final Map<String, PageRoute> byPath;

    PageRoutes(Parts parts, Cookie cookie, Wire wire) {
        this.cluster = parts.cluster();
        this.login = parts.login();
        this.board = parts.board();
        this.deeds = parts.deeds();
        this.audit = parts.audit();
        this.past = new Past(parts.cluster());
        this.cookie = cookie;
        this.wire = wire;
        this.byPath =
                Map.ofEntries(
                        Map.entry(API + "login", PageRoute.post(Who.ANYBODY, this::enter)),
                        Map.entry(API + "logout", PageRoute.post(Who.LOGGED_IN, this::leave)),
                        Map.entry(
                                API + "session",
                                PageRoute.get(Who.LOGGED_IN, this::session).byItself()),
                        Map.entry(
                                API + "overview",
                                PageRoute.get(Who.LOGGED_IN, _ -> new Reply.Json(board.once()))
                                        .byItself()),
                        Map.entry(
                                API + "events",
                                PageRoute.get(Who.LOGGED_IN, _ -> new Reply.Events()).byItself()),
                        Map.entry(
                                API + "history",
                                PageRoute.get(Who.LOGGED_IN, this::history).byItself()),
                        Map.entry(
                                API + "moves",
                                PageRoute.get(Who.LOGGED_IN, this::moves).byItself()),
                        Map.entry(
                                API + "actions",
                                PageRoute.get(Who.OPERATOR, this::possible).byItself()),
                        Map.entry(API + "plan", PageRoute.post(Who.OPERATOR, this::plan)),
                        Map.entry(API + "command", PageRoute.post(Who.OPERATOR, this::command)));
    }

    /** What the answers are made of. */
    record Parts(Cluster cluster, Login login, Board board, Deeds deeds, Audit audit) {}

    Optional<PageRoute> at(String path) {
        return Optional.ofNullable(byPath.get(path))
                .or(() ->
                        PageFile.at(path)
                                .map(file ->
                                        PageRoute.get(Who.ANYBODY, _ -> new Reply.File(file))));
    }

    private record Credentials(String name, String password) {
        @Override
        public String toString() {
            return "credentials";
        }
    }

    private Reply enter(Ask ask) throws Wire.MalformedException {
        Credentials typed = wire.read(ask.body(), Credentials.class);
        return switch (login.enter(typed.name(), typed.password(), ask.from())) {
            case Login.Entry.In(Sessions.Opened opened) ->
                    new Reply.Value(
                            known(opened.session()),
                            Map.of("Set-Cookie", cookie.holding(opened.secret())));
            case Login.Entry.Out() -> new Reply.Said(401, "The name or the password is wrong.");
            case Login.Entry.Wait(var left) ->
                    new Reply.Said(
                            429,
                            "Too many failed logins: try again in %d s."
                                    .formatted(left.toSeconds() + 1));
            case Login.Entry.Unknown _ ->
                    new Reply.Said(
                            503,
                            "The password could not be compared now; try again, and see the log"
                                    + " of %s.".formatted(cluster.self()));
        };
    }

    private Reply leave(Ask ask) {
        ask.secret().ifPresent(secret -> login.leave(secret, ask.known(), ask.from()));
        return new Reply.Value(Map.of(), Map.of("Set-Cookie", cookie.gone()));
    }

    private record Known(String name, String role, String token, NodeId node, String cluster) {}

    private Reply session(Ask ask) {
        return new Reply.Value(known(ask.known()));
    }

    private Known known(Session session) {
        return new Known(
                session.user().name(),
                session.user().role().name().toLowerCase(Locale.ROOT),
                session.token(),
                cluster.self(),
                cluster.name());
    }

    private Reply history(Ask ask) {
        return last(ask, past::history);
    }

    private Reply moves(Ask ask) {
        return last(ask, past::moves);
    }

    private interface Latest {
        Object of(int last);
    }

    private static Reply last(Ask ask, Latest latest) {
        if (ask.query().isEmpty()) {
            return new Reply.Value(latest.of(USUAL_HISTORY));
        }
        Matcher last = LAST.matcher(ask.query());
        return last.matches() && Integer.parseInt(last.group(1)) <= MOST_HISTORY
                ? new Reply.Value(latest.of(Integer.parseInt(last.group(1))))
                : new Reply.Said(400, "needed last= and a number of at most " + MOST_HISTORY);
    }

    private Reply possible(Ask ask) {
        return new Reply.Value(Map.of("actions", deeds.possible(ask.known())));
    }

    private Reply plan(Ask ask) throws Wire.MalformedException {
        return new Reply.Value(deeds.plan(wire.read(ask.body(), Deed.class), ask.known()));
    }

    private record Order(String ticket, Optional<String> typed) {}

    private Reply command(Ask ask) throws Wire.MalformedException {
        Order order = wire.read(ask.body(), Order.class);
        Tickets tickets = ask.known().tickets();
        Optional<Tickets.Planned> planned = tickets.find(order.ticket());
        if (planned.isEmpty()) {
            return new Reply.Said(409, "needed a plan of the last 5 minutes; look at it again");
        }
        if (planned.get().typed().isPresent() && !planned.get().typed().equals(order.typed())) {
            return new Reply.Said(400, "needed the node's name, typed as it is");
        }
        tickets.use(order.ticket());
        Outcome outcome = deeds.command(planned.get());
        audit.note(
                ask.known().user().name(),
                ask.from(),
                "asked %s for %s: %s"
                        .formatted(planned.get().asked(), planned.get().command(), outcome));
        return new Reply.Value(outcome);
    }
}
