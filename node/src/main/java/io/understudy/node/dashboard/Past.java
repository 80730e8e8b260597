package io.understudy.node.dashboard;

import io.understudy.core.model.NodeId;
import io.understudy.node.api.HistoryEntry;
import io.understudy.node.api.MoveReport;
import io.understudy.node.peer.PeerAnswer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;

/** What happened, as each node keeps it: all are asked at the same time. */
record Past(Cluster cluster) {

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

    record Histories(List<History> nodes) {
        Histories {
            nodes = List.copyOf(nodes);
        }
    }

    record AllMoves(List<Moves> nodes) {
        AllMoves {
            nodes = List.copyOf(nodes);
        }
    }

    Histories history(int last) {
        return new Histories(
                asked(node -> {
                    PeerAnswer<List<HistoryEntry>> answer = cluster.history(node, last);
                    return new History(node, found(answer), why(answer));
                }));
    }

    AllMoves moves(int last) {
        return new AllMoves(
                asked(node -> {
                    PeerAnswer<List<MoveReport>> answer = cluster.moves(node, last);
                    return new Moves(node, found(answer), why(answer));
                }));
    }

    private <T> List<T> asked(Function<NodeId, T> question) {
        Map<NodeId, Future<T>> asked = new LinkedHashMap<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (NodeId node : cluster.nodes()) {
                asked.put(node, threads.submit(() -> question.apply(node)));
            }
        }
        return asked.values().stream().map(Future::resultNow).toList();
    }

    private static <T> List<T> found(PeerAnswer<List<T>> answer) {
        return answer instanceof PeerAnswer.Answered<List<T>>(List<T> found) ? found : List.of();
    }

    private static Optional<String> why(PeerAnswer<?> answer) {
        return switch (answer) {
            case PeerAnswer.Answered<?> _ -> Optional.empty();
            case PeerAnswer.Declined<?>(String why) -> Optional.of(why);
            case PeerAnswer.Silent<?>(String why) -> Optional.of(why);
        };
    }
}
