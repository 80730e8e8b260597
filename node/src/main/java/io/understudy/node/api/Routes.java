package io.understudy.node.api;

import io.understudy.core.action.Command;
import io.understudy.core.model.Epoch;
import io.understudy.node.diverged.Incident;
import io.understudy.node.identity.JoinEndpoint;
import io.understudy.node.identity.Purpose;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.function.IntFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** All that a node answers, by exact path: nothing of a path is ever looked up anywhere else. */
final class Routes {

    static final String GREETING = "/v1/greeting";
    static final String STATUS = "/v1/status";
    static final String OVERVIEW = "/v1/overview";
    static final String PLAN = "/v1/plan";
    static final String COMMANDS = "/v1/commands";
    static final String FENCE = "/v1/fence";
    static final String HISTORY = "/v1/history";
    static final String DIVERGED = "/v1/diverged";
    static final String DISCARD = "/v1/diverged/discard";
    static final String GUARD = "/v1/guard";
    static final String GUARD_TEST = "/v1/guard/test";
    static final String FENCE_TEST = "/v1/fence/test";
    static final String NOTIFY_TEST = "/v1/notify/test";
    static final String MOVES = "/v1/moves";
    static final String METRICS = "/metrics";
    static final String WHY = "/v1/why";
    private static final String TREND = "/v1/trend";
    static final String REGISTER = "/v1/register";
    static final String JOIN = JoinEndpoint.PATH;

    private static final int MOST_HISTORY = 1000;
    private static final int MOST_INQUESTS = 2;
    private static final int USUAL_HISTORY = 20;
    private static final int NO_BODY = 0;
    private static final int SMALL = 4096;
    private static final String ID = "id=";
    private static final int TWO_VALUES = 16 << 10;
    private static final Pattern LAST = Pattern.compile("last=([0-9]{1,4})");

    private static final Answer NO_GUARD =
            new Answer.Said(404, "this node carries nothing, so it has no guard");
    private static final Answer NOTHING_TO_FENCE =
            new Answer.Said(404, "this node carries nothing, so it never takes over");
    private static final Answer TELLS_NOBODY =
            new Answer.Said(
                    404,
                    "needed a notify: in understudy.yaml, found none, so nobody is told anything;"
                            + " add one on every node, and start the daemon again");
    private static final Set<Purpose> PEOPLE_AND_NODES = Set.of(Purpose.NODE, Purpose.OPERATOR);

    private final Desk desk;
    private final Lookout lookout;
    private final JoinEndpoint joining;
    private final SharedRegister shared;
    private final Wire wire;
    private final Semaphore inquests = new Semaphore(MOST_INQUESTS);
    private final Map<String, Route> byPath;
    private final Map<String, Route> files;
    private final UserRoutes users;

    Routes(Rooms rooms, Wire wire) {
        this.desk = rooms.desk();
        this.lookout = rooms.lookout();
        this.joining = rooms.joining();
        this.shared = rooms.shared();
        this.wire = wire;
        this.files = new FileRoutes(rooms.files(), rooms.oldFiles()).byPath();
        this.users = new UserRoutes(rooms.users());
        this.byPath =
                Map.ofEntries(
                        Map.entry(
                                GREETING,
                                new Route("GET", PEOPLE_AND_NODES, NO_BODY, this::greeting)),
                        Map.entry(
                                STATUS, new Route("GET", PEOPLE_AND_NODES, NO_BODY, this::status)),
                        Map.entry(
                                OVERVIEW,
                                new Route("GET", PEOPLE_AND_NODES, NO_BODY, this::overview)),
                        Map.entry(PLAN, new Route("POST", PEOPLE_AND_NODES, SMALL, this::plan)),
                        Map.entry(
                                COMMANDS,
                                new Route("POST", PEOPLE_AND_NODES, SMALL, this::command)),
                        Map.entry(
                                FENCE, new Route("POST", Set.of(Purpose.NODE), SMALL, this::fence)),
                        Map.entry(
                                HISTORY,
                                new Route("GET", PEOPLE_AND_NODES, NO_BODY, this::history)),
                        Map.entry(
                                DIVERGED,
                                new Route("GET", PEOPLE_AND_NODES, NO_BODY, this::diverged)),
                        Map.entry(
                                DISCARD, new Route("POST", PEOPLE_AND_NODES, SMALL, this::discard)),
                        Map.entry(GUARD, new Route("GET", PEOPLE_AND_NODES, NO_BODY, this::guard)),
                        Map.entry(
                                GUARD_TEST,
                                new Route("POST", PEOPLE_AND_NODES, SMALL, this::guardTest)),
                        Map.entry(
                                FENCE_TEST,
                                new Route("POST", PEOPLE_AND_NODES, SMALL, this::fenceTest)),
                        Map.entry(
                                NOTIFY_TEST,
                                new Route("POST", PEOPLE_AND_NODES, SMALL, this::notifyTest)),
                        Map.entry(MOVES, new Route("GET", PEOPLE_AND_NODES, NO_BODY, this::moves)),
                        Map.entry(TREND, new Route("GET", PEOPLE_AND_NODES, NO_BODY, this::trend)),
                        Map.entry(WHY, new Route("GET", PEOPLE_AND_NODES, NO_BODY, this::why)),
                        Map.entry(
                                METRICS,
                                new Route("GET", PEOPLE_AND_NODES, NO_BODY, this::metrics)),
                        Map.entry(
                                REGISTER,
                                new Route(
                                        "POST", Set.of(Purpose.NODE), TWO_VALUES, this::register)),
                        Map.entry(
                                JOIN,
                                new Route(
                                        "POST",
                                        Set.of(Purpose.JOIN),
                                        JoinEndpoint.MOST_BYTES,
                                        this::join)));
    }

    Optional<Route> at(String path, String method) {
        return Optional.ofNullable(byPath.get(path))
                .or(() -> Optional.ofNullable(files.get(path)))
                .or(() -> users.at(path, method));
    }

    private Answer greeting(Question question) {
        desk.greet();
        return new Answer.Json(200, users.greeting());
    }

    private Answer status(Question question) {
        return new Answer.Value(desk.report());
    }

    private Answer overview(Question question) {
        return Lookout.Form.of(question.query())
                .<Answer>map(form -> shown(form, lookout.overview(form)))
                .orElseGet(() ->
                        new Answer.Said(400, "needed as=text, as=colours, as=json or as=line"));
    }

    private static Answer shown(Lookout.Form form, String overview) {
        return switch (form) {
            case TEXT, COLOURS -> new Answer.Text(overview);
            case JSON, LINE -> new Answer.Json(200, overview);
        };
    }

    private Answer plan(Question question) throws Wire.MalformedException {
        Command command = wire.read(question.body(), Command.class);
        return CommandCheck.problem(command)
                .<Answer>map(problem -> new Answer.Said(400, problem))
                .orElseGet(() -> new Answer.Value(desk.plan(command)));
    }

    private Answer command(Question question) throws Wire.MalformedException {
        Command command = wire.read(question.body(), Command.class);
        return CommandCheck.problem(command)
                .<Answer>map(problem -> new Answer.Said(400, problem))
                .orElseGet(() -> new Answer.Value(desk.command(command)));
    }

    private Answer fence(Question question) throws Wire.MalformedException {
        FenceCall call = wire.read(question.body(), FenceCall.class);
        return call.epoch().isAfter(Epoch.NONE)
                ? new Answer.Value(desk.fence(question.caller().who().name(), call.epoch()))
                : new Answer.Said(400, "needed an epoch of 1 or more, found " + call.epoch());
    }

    private Answer history(Question question) {
        return last(question, last -> new History(desk.history(last)));
    }

    private Answer moves(Question question) {
        return last(question, last -> new Moves(desk.moves(last)));
    }

    private static Answer last(Question question, IntFunction<Object> latest) {
        if (question.query().isEmpty()) {
            return new Answer.Value(latest.apply(USUAL_HISTORY));
        }
        Matcher last = LAST.matcher(question.query());
        if (!last.matches() || Integer.parseInt(last.group(1)) > MOST_HISTORY) {
            return new Answer.Said(400, "needed last= and a number of at most " + MOST_HISTORY);
        }
        return new Answer.Value(latest.apply(Integer.parseInt(last.group(1))));
    }

    private Answer trend(Question question) {
        return TrendReport.hoursIn(question.query())
                .<Answer>map(hours -> new Answer.Value(desk.trend(hours)))
                .orElseGet(() -> new Answer.Said(400, "needed hours= and a number of 1 to 24"));
    }

    /** It costs some tenths of a second of a core, so not many may ask at the same time. */
    private Answer why(Question question) {
        Optional<WhyQuestion> asked = WhyQuestion.of(question.query());
        if (asked.isEmpty()) {
            return new Answer.Said(
                    400, "needed nothing, last, at= and a time in UTC, or move= and its number");
        }
        if (!inquests.tryAcquire()) {
            return new Answer.Said(503, "this node is just telling somebody else why; try again");
        }
        try {
            return new Answer.Value(desk.why(asked.get()));
        } finally {
            inquests.release();
        }
    }

    private Answer diverged(Question question) {
        if (question.query().isEmpty()) {
            return new Answer.Value(new Incidents(desk.diverged()));
        }
        String id = question.query().startsWith(ID) ? question.query().substring(ID.length()) : "";
        if (!Incident.isId(id)) {
            return new Answer.Said(400, "needed id= and an incident's id");
        }
        return desk.diverged(id)
                .<Answer>map(Answer.Value::new)
                .orElseGet(() -> new Answer.Said(404, "there is no incident " + id + " here"));
    }

    private Answer discard(Question question) throws Wire.MalformedException {
        DiscardCall call = wire.read(question.body(), DiscardCall.class);
        return Incident.isId(call.id())
                ? new Answer.Value(desk.discard(call.id()))
                : new Answer.Said(400, "needed an incident's id");
    }

    private Answer metrics(Question question) {
        return new Answer.Text(Metrics.of(desk.report(), desk.moves(MOST_HISTORY)));
    }

    private Answer guard(Question question) {
        return desk.guard().<Answer>map(guard -> new Answer.Value(guard.sheet())).orElse(NO_GUARD);
    }

    private Answer guardTest(Question question) {
        return desk.guard().<Answer>map(guard -> new Answer.Value(guard.test())).orElse(NO_GUARD);
    }

    private Answer notifyTest(Question question) throws Wire.MalformedException {
        Optional<String> channel = wire.read(question.body(), NotifyCall.class).channel();
        Optional<NotifyDesk> notices = desk.notices();
        if (notices.isEmpty()) {
            return TELLS_NOBODY;
        }
        List<NotifyTrial> trials = notices.get().test(channel);
        return trials.isEmpty()
                ? new Answer.Said(
                        404,
                        "needed one of the channels %s, found none of that name"
                                .formatted(notices.get().report().names()))
                : new Answer.Value(new NotifyTrials(trials));
    }

    private Answer fenceTest(Question question) {
        return desk.fences()
                .<Answer>map(fences -> new Answer.Value(new Trials(fences.test())))
                .orElse(NOTHING_TO_FENCE);
    }

    private Answer register(Question question) {
        return switch (shared.answer(question.caller().who().name(), question.body())) {
            case SharedRegister.Reply.Heard(String json) -> new Answer.Json(200, json);
            case SharedRegister.Reply.Refusal(String why) -> new Answer.Said(409, why);
        };
    }

    private Answer join(Question question) {
        JoinEndpoint.Reply reply =
                joining.answer(
                        question.caller().certificate(),
                        question.body().getBytes(StandardCharsets.UTF_8));
        return new Answer.Json(reply.status(), reply.body());
    }

    /** The body of a call to discard what is kept. */
    record DiscardCall(String id) {}

    /** The answer to a call for what is kept, oldest first. */
    record Incidents(List<Incident> incidents) {
        Incidents {
            incidents = List.copyOf(incidents);
        }
    }

    /** The body of a call to test channels; of none in particular, all. */
    record NotifyCall(Optional<String> channel) {}

    record NotifyTrials(List<NotifyTrial> trials) {
        NotifyTrials {
            trials = List.copyOf(trials);
        }
    }

    /** The body of a call to fence. */
    record FenceCall(Epoch epoch) {}

    /** The answer to a call for a test of the methods of fencing. */
    record Trials(List<FenceTrial> trials) {
        Trials {
            trials = List.copyOf(trials);
        }
    }

    /** The answer to a call for moves, oldest first. */
    record Moves(List<MoveReport> moves) {
        Moves {
            moves = List.copyOf(moves);
        }
    }

    /** The answer to a call for history, oldest first. */
    record History(List<HistoryEntry> entries) {
        History {
            entries = List.copyOf(entries);
        }
    }
}
