package io.understudy.node.dashboard;

import io.understudy.core.counterfactual.Explanation;
import io.understudy.core.model.NodeId;
import io.understudy.node.api.HistoryEntry;
import io.understudy.node.api.MoveReport;
import io.understudy.node.api.PastNotice;
import io.understudy.node.api.TrendReport;
import io.understudy.node.api.WhyAnswer;
import io.understudy.node.api.WhyQuestion;
import io.understudy.node.diverged.Incident;
import io.understudy.node.peer.PeerAnswer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;

/** What each node keeps for itself: all are asked at the same time. */
record Round(Cluster cluster) {

    /** Of all nodes. */
    record All<T>(List<T> nodes) {
        All {
            nodes = List.copyOf(nodes);
        }
    }

    /** Of one node; either its entries or why there are none. */
    record History(NodeId node, List<HistoryEntry> entries, Optional<String> silence) {
        History {
            entries = List.copyOf(entries);
        }
    }

    /** Of one node; either its reports or why there are none. */
    record Moves(NodeId node, List<MoveReport> moves, Optional<String> silence) {
        Moves {
            moves = List.copyOf(moves);
        }
    }

    /** Of one node; either its notices or why there are none. */
    record Notices(NodeId node, List<PastNotice> notices, Optional<String> silence) {
        Notices {
            notices = List.copyOf(notices);
        }
    }

    /**
     * Of one node.
     *
     * @param headline which node did what, for people; empty where it does not tell
     * @param rule by which rule it decided so, and what that asks
     * @param decision the one that was asked about; empty where none is kept, or it does not tell
     * @param note what is to be known beside it
     * @param silence why it does not tell
     */
    record Why(
            NodeId node,
            Optional<String> headline,
            Optional<String> rule,
            Optional<WhyAnswer.Told> decision,
            Optional<String> note,
            Optional<String> silence) {}

    /** Of one node, without rows; either what it keeps or why that is not known. */
    record Kept(NodeId node, List<Incident> incidents, Optional<String> silence) {
        Kept {
            incidents = List.copyOf(incidents);
        }
    }

    /**
     * Of one node.
     *
     * @param trend its figures; empty where it does not answer
     * @param silence why it does not
     */
    record Trend(NodeId node, Optional<TrendReport> trend, Optional<String> silence) {}

    All<History> history(int last) {
        return asked(
                cluster.nodes(),
                node -> {
                    PeerAnswer<List<HistoryEntry>> answer = cluster.history(node, last);
                    return new History(node, found(answer), silence(answer));
                });
    }

    All<Moves> moves(int last) {
        return asked(
                cluster.nodes(),
                node -> {
                    PeerAnswer<List<MoveReport>> answer = cluster.moves(node, last);
                    return new Moves(node, found(answer), silence(answer));
                });
    }

    All<Notices> notices(int last) {
        return asked(
                cluster.nodes(),
                node -> {
                    PeerAnswer<List<PastNotice>> answer = cluster.notices(node, last);
                    return new Notices(node, found(answer), silence(answer));
                });
    }

    All<Trend> trend(int hours) {
        return asked(
                cluster.nodes(),
                node -> {
                    PeerAnswer<TrendReport> answer = cluster.trend(node, hours);
                    return new Trend(
                            node,
                            answer instanceof PeerAnswer.Answered<TrendReport>(TrendReport found)
                                    ? Optional.of(found)
                                    : Optional.empty(),
                            silence(answer));
                });
    }

    All<Kept> kept() {
        return asked(
                cluster.carriers(),
                node -> {
                    PeerAnswer<List<Incident>> answer = cluster.kept(node);
                    return new Kept(node, found(answer), silence(answer));
                });
    }

    All<Why> why(List<NodeId> nodes, WhyQuestion question) {
        return asked(
                nodes,
                node -> {
                    PeerAnswer<WhyAnswer> answer = cluster.why(node, question);
                    Optional<WhyAnswer> told =
                            answer instanceof PeerAnswer.Answered<WhyAnswer>(WhyAnswer found)
                                    ? Optional.of(found)
                                    : Optional.empty();
                    Optional<Explanation> why =
                            told.flatMap(WhyAnswer::decision).map(WhyAnswer.Told::explanation);
                    return new Why(
                            node,
                            why.map(found -> node + " " + found.question().words()),
                            why.map(Explanation::rule)
                                    .map(rule -> "%s: %s".formatted(rule.part(), rule.question())),
                            told.flatMap(WhyAnswer::decision),
                            told.flatMap(WhyAnswer::note),
                            silence(answer));
                });
    }

    private static <T> All<T> asked(List<NodeId> nodes, Function<NodeId, T> question) {
        Map<NodeId, Future<T>> asked = new LinkedHashMap<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (NodeId node : nodes) {
                asked.put(node, threads.submit(() -> question.apply(node)));
            }
        }
        return new All<>(asked.values().stream().map(Future::resultNow).toList());
    }

    private static <T> List<T> found(PeerAnswer<List<T>> answer) {
        return answer instanceof PeerAnswer.Answered<List<T>>(List<T> found) ? found : List.of();
    }

    private static Optional<String> silence(PeerAnswer<?> answer) {
        return switch (answer) {
            case PeerAnswer.Answered<?> _ -> Optional.empty();
            case PeerAnswer.Declined<?>(String why) -> Optional.of(why);
            case PeerAnswer.Silent<?>(String why) -> Optional.of(why);
        };
    }
}
