package io.understudy.node.api;

import io.understudy.node.diverged.Incident;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.function.IntFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a node has kept of the past: its history, moves, notices, figures, and lost rows. */
final class KeptRoutes {

    static final String HISTORY = "/v1/history";
    static final String MOVES = "/v1/moves";
    static final String WHY = "/v1/why";
    static final String DIVERGED = "/v1/diverged";
    static final String DISCARD = "/v1/diverged/discard";
    static final String NOTICES = "/v1/notices";
    private static final String TREND = "/v1/trend";

    /** More entries than that nobody gets at once. */
    static final int MOST = 1000;

    private static final int USUAL = 20;
    private static final int MOST_INQUESTS = 2;
    private static final String ID = "id=";
    private static final Pattern LAST = Pattern.compile("last=([0-9]{1,4})");

    private final Desk desk;
    private final Wire wire;
    private final Semaphore inquests = new Semaphore(MOST_INQUESTS);

    KeptRoutes(Desk desk, Wire wire) {
        this.desk = desk;
        this.wire = wire;
    }

    Map<String, Route> byPath() {
        return Map.of(
                HISTORY, reading(this::history),
                MOVES, reading(this::moves),
                TREND, reading(this::trend),
                WHY, reading(this::why),
                NOTICES, reading(this::notices),
                DIVERGED, reading(this::diverged),
                DISCARD, new Route("POST", Routes.PEOPLE_AND_NODES, Routes.SMALL, this::discard));
    }

    private static Route reading(Route.Handler handler) {
        return new Route("GET", Routes.PEOPLE_AND_NODES, 0, handler);
    }

    private Answer history(Question question) {
        return last(question, last -> new History(desk.history(last)));
    }

    private Answer moves(Question question) {
        return last(question, last -> new Moves(desk.moves(last)));
    }

    private Answer notices(Question question) {
        return desk.notices()
                .map(notices -> last(question, last -> new Notices(notices.past(last))))
                .orElse(TrialRoutes.TELLS_NOBODY);
    }

    private static Answer last(Question question, IntFunction<Object> latest) {
        if (question.query().isEmpty()) {
            return new Answer.Value(latest.apply(USUAL));
        }
        Matcher last = LAST.matcher(question.query());
        if (!last.matches() || Integer.parseInt(last.group(1)) > MOST) {
            return new Answer.Said(400, "needed last= and a number of at most " + MOST);
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

    /** The body of a call to discard what is kept. */
    record DiscardCall(String id) {}

    /** The answer to a call for what is kept, oldest first. */
    record Incidents(List<Incident> incidents) {
        Incidents {
            incidents = List.copyOf(incidents);
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

    /** The answer to a call for notices, oldest first. */
    record Notices(List<PastNotice> notices) {
        Notices {
            notices = List.copyOf(notices);
        }
    }
}
