package io.understudy.node.dashboard;

import io.understudy.core.model.NodeId;
import io.understudy.node.api.WhyQuestion;
import io.understudy.node.api.Wire;
import io.understudy.node.dashboard.PageRoute.Who;
import io.understudy.node.diverged.Incident;
import io.understudy.node.peer.PeerAnswer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.regex.Pattern;

/** What can be seen: as the nodes are, and what they have kept. */
final class ReadingRoutes {

    private static final int MOST_HISTORY = 500;
    private static final int USUAL_HISTORY = 50;
    private static final int MOST_INQUESTS = 2;
    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,3}");
    private static final Set<String> LAST = Set.of("last");
    private static final Set<String> HOURS = Set.of("hours");
    private static final Set<String> SHOWN_HOURS = Set.of("1", "6", "24");
    private static final Set<String> WHICH_DECISION = Set.of("last", "at", "move", "node");
    private static final Set<String> WHICH_INCIDENT = Set.of("node", "id");

    private final Cluster cluster;
    private final Board board;
    private final Round round;
    private final Recent<Integer> history;
    private final Recent<Integer> moves;
    private final Recent<Integer> notices;
    private final Recent<Integer> trend;
    private final Recent<String> kept;
    private final Semaphore inquests = new Semaphore(MOST_INQUESTS);

    ReadingRoutes(Cluster cluster, Board board, Wire wire) {
        this.cluster = cluster;
        this.board = board;
        this.round = new Round(cluster);
        this.history = new Recent<>(last -> Text.json(wire.write(round.history(last))));
        this.moves = new Recent<>(last -> Text.json(wire.write(round.moves(last))));
        this.notices = new Recent<>(last -> Text.json(wire.write(round.notices(last))));
        this.trend = new Recent<>(hours -> Text.json(wire.write(round.trend(hours))));
        this.kept = new Recent<>(_ -> Text.json(wire.write(round.kept())));
    }

    Map<String, PageRoute> byPath() {
        return Map.of(
                "overview", PageRoute.get(Who.LOGGED_IN, _ -> overview()).byItself(),
                "events", PageRoute.get(Who.LOGGED_IN, _ -> new Reply.Events()).byItself(),
                "history", PageRoute.get(Who.LOGGED_IN, ask -> last(ask, history)).byItself(),
                "moves", PageRoute.get(Who.LOGGED_IN, ask -> last(ask, moves)).byItself(),
                "notices", PageRoute.get(Who.LOGGED_IN, ask -> last(ask, notices)).byItself(),
                "trend", PageRoute.get(Who.LOGGED_IN, this::trend).byItself(),
                "why", PageRoute.get(Who.LOGGED_IN, this::why),
                "diverged",
                        PageRoute.get(Who.LOGGED_IN, _ -> new Reply.Made(kept.of(""))).byItself(),
                "diverged/rows", PageRoute.get(Who.OPERATOR, this::incident));
    }

    private Reply overview() {
        return board.once()
                .<Reply>map(Reply.Made::new)
                .orElseGet(() ->
                        new Reply.Said(503, "The look at the nodes took too long; try again."));
    }

    private static Reply last(Ask ask, Recent<Integer> latest) {
        Optional<Query> query = Query.of(ask.query(), LAST);
        Optional<Integer> last =
                query.filter(Query::isEmpty).isPresent()
                        ? Optional.of(USUAL_HISTORY)
                        : query.flatMap(given -> given.value("last"))
                                .filter(text -> NUMBER.matcher(text).matches())
                                .map(Integer::parseInt);
        return last.filter(number -> number <= MOST_HISTORY)
                .<Reply>map(number -> new Reply.Made(latest.of(number)))
                .orElseGet(() ->
                        new Reply.Said(
                                400, "needed last= and a number of at most " + MOST_HISTORY));
    }

    private Reply trend(Ask ask) {
        return Query.of(ask.query(), HOURS)
                .flatMap(query -> query.value("hours"))
                .filter(SHOWN_HOURS::contains)
                .<Reply>map(hours -> new Reply.Made(trend.of(Integer.valueOf(hours))))
                .orElseGet(() -> new Reply.Said(400, "needed hours= and 1, 6 or 24"));
    }

    /** It costs each node some tenths of a second of a core, so not many may ask at once. */
    private Reply why(Ask ask) {
        Optional<Query> query = Query.of(ask.query(), WHICH_DECISION);
        Optional<WhyQuestion> question = query.flatMap(ReadingRoutes::question);
        List<NodeId> nodes = query.map(this::chosen).orElse(List.of());
        if (question.isEmpty() || nodes.isEmpty()) {
            return new Reply.Said(
                    400,
                    "needed nothing, last, at= and a time in UTC, or move= and its number; and"
                            + " node= for one node alone");
        }
        if (!inquests.tryAcquire()) {
            return new Reply.Said(503, "This node is just telling somebody else why; try again.");
        }
        try {
            return new Reply.Value(round.why(nodes, question.get()));
        } finally {
            inquests.release();
        }
    }

    private static Optional<WhyQuestion> question(Query query) {
        List<String> words =
                query.values().entrySet().stream()
                        .filter(pair -> !pair.getKey().equals("node"))
                        .map(pair ->
                                pair.getValue().isEmpty()
                                        ? pair.getKey()
                                        : pair.getKey() + "=" + pair.getValue())
                        .toList();
        return words.size() > 1
                ? Optional.empty()
                : WhyQuestion.of(words.isEmpty() ? "" : words.getFirst());
    }

    /** All, where none is named; none, where there is none of that name. */
    private List<NodeId> chosen(Query query) {
        return cluster.nodes().stream()
                .filter(node -> query.value("node").map(node.name()::equals).orElse(true))
                .toList();
    }

    private Reply incident(Ask ask) {
        Optional<Query> query = Query.of(ask.query(), WHICH_INCIDENT);
        Optional<String> id = query.flatMap(given -> given.value("id")).filter(Incident::isId);
        Optional<NodeId> node =
                query.filter(given -> given.value("node").isPresent())
                        .flatMap(given -> chosen(given).stream().findFirst());
        return id.isPresent() && node.isPresent()
                ? incident(node.get(), id.get())
                : new Reply.Said(400, "needed node= and a node's name, and id= and an incident's");
    }

    private Reply incident(NodeId node, String id) {
        return switch (cluster.kept(node, id)) {
            case PeerAnswer.Answered<Incident>(Incident found) -> new Reply.Value(found);
            case PeerAnswer.Declined<Incident>(String why) -> new Reply.Said(404, why);
            case PeerAnswer.Silent<Incident>(String why) -> new Reply.Said(504, why);
        };
    }
}
