package io.understudy.cli;

import io.understudy.core.model.NodeId;
import io.understudy.node.peer.PeerAnswer;
import io.understudy.node.users.Users;
import io.understudy.node.users.UsersJson;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Asks all nodes for the page's users, and gives changed ones to all of them. */
final class UserRound {

    private final Connection connection;
    private final UsersJson json = new UsersJson();
    private final Map<NodeId, PeerAnswer<String>> found;

    /** Asks. */
    UserRound(Connection connection) {
        this.connection = connection;
        this.found = connection.users();
    }

    /**
     * Who took them.
     *
     * @param missed one line for each node that did not
     */
    record Sent(List<String> taken, List<String> missed) {}

    /** What those of all nodes come to; empty where none answered. */
    Optional<Users> newest() {
        return found.values().stream()
                .filter(PeerAnswer.Answered.class::isInstance)
                .map(answer -> ((PeerAnswer.Answered<String>) answer).value())
                .map(json::read)
                .flatMap(Optional::stream)
                .reduce((one, other) -> one.union(other).users());
    }

    List<String> silences() {
        List<String> silences = new ArrayList<>();
        found.values().forEach(answer -> why(answer).ifPresent(silences::add));
        return silences;
    }

    Sent send(Users users) {
        List<String> taken = new ArrayList<>();
        List<String> missed = new ArrayList<>();
        connection
                .offerUsers(json.write(users))
                .forEach((node, answer) ->
                        why(answer)
                                .ifPresentOrElse(
                                        why ->
                                                missed.add(
                                                        "understudy: %s; %s takes them from another node once both are up"
                                                                .formatted(why, node)),
                                        () -> taken.add(node.name())));
        return new Sent(taken, missed);
    }

    private static Optional<String> why(PeerAnswer<String> answer) {
        return switch (answer) {
            case PeerAnswer.Answered<String> _ -> Optional.empty();
            case PeerAnswer.Declined<String>(String why) -> Optional.of(why);
            case PeerAnswer.Silent<String>(String why) -> Optional.of(why);
        };
    }
}
