package io.understudy.node.api;

import io.understudy.core.action.Command;
import io.understudy.core.model.Epoch;
import io.understudy.node.identity.JoinEndpoint;
import io.understudy.node.identity.Purpose;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** All that a node answers, by exact path: nothing of a path is ever looked up anywhere else. */
final class Routes {

    static final String GREETING = "/v1/greeting";
    static final String STATUS = "/v1/status";
    static final String OVERVIEW = "/v1/overview";
    static final String PLAN = "/v1/plan";
    static final String COMMANDS = "/v1/commands";
    static final String FENCE = "/v1/fence";
    static final String METRICS = "/metrics";
    static final String REGISTER = "/v1/register";
    static final String JOIN = JoinEndpoint.PATH;

    private static final int NO_BODY = 0;
    static final int SMALL = 4096;
    private static final int TWO_VALUES = 16 << 10;

    static final Set<Purpose> PEOPLE_AND_NODES = Set.of(Purpose.NODE, Purpose.OPERATOR);

    private final Desk desk;
    private final Lookout lookout;
    private final JoinEndpoint joining;
    private final SharedRegister shared;
    private final Wire wire;
    private final List<Map<String, Route>> parts;
    private final UserRoutes users;

    Routes(Rooms rooms, Wire wire) {
        this.desk = rooms.desk();
        this.lookout = rooms.lookout();
        this.joining = rooms.joining();
        this.shared = rooms.shared();
        this.wire = wire;
        this.users = new UserRoutes(rooms.users());
        this.parts =
                List.of(
                        own(),
                        new KeptRoutes(rooms.desk(), wire).byPath(),
                        new TrialRoutes(rooms.desk(), wire).byPath(),
                        new FileRoutes(rooms.files(), rooms.oldFiles()).byPath());
    }

    private Map<String, Route> own() {
        return Map.of(
                GREETING, new Route("GET", PEOPLE_AND_NODES, NO_BODY, this::greeting),
                STATUS, new Route("GET", PEOPLE_AND_NODES, NO_BODY, this::status),
                OVERVIEW, new Route("GET", PEOPLE_AND_NODES, NO_BODY, this::overview),
                PLAN, new Route("POST", PEOPLE_AND_NODES, SMALL, this::plan),
                COMMANDS, new Route("POST", PEOPLE_AND_NODES, SMALL, this::command),
                FENCE, new Route("POST", Set.of(Purpose.NODE), SMALL, this::fence),
                METRICS, new Route("GET", PEOPLE_AND_NODES, NO_BODY, this::metrics),
                REGISTER, new Route("POST", Set.of(Purpose.NODE), TWO_VALUES, this::register),
                JOIN, new Route("POST", Set.of(Purpose.JOIN), JoinEndpoint.MOST_BYTES, this::join));
    }

    Optional<Route> at(String path, String method) {
        return parts.stream()
                .flatMap(part -> Optional.ofNullable(part.get(path)).stream())
                .findFirst()
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

    private Answer metrics(Question question) {
        return new Answer.Text(Metrics.of(desk.report(), desk.moves(KeptRoutes.MOST)));
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

    /** The body of a call to fence. */
    record FenceCall(Epoch epoch) {}
}
