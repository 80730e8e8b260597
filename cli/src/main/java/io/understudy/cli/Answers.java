package io.understudy.cli;

import io.understudy.core.model.NodeId;
import io.understudy.node.peer.PeerAnswer;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

/** What nodes answered; of each that gave no answer, a line says why. */
final class Answers {

    private final PrintWriter err;

    /**
     * @param err where the lines go
     */
    Answers(PrintWriter err) {
        this.err = err;
    }

    /** Of those that answered. */
    <T> Map<NodeId, T> heard(Map<NodeId, PeerAnswer<T>> answers) {
        Map<NodeId, T> heard = new LinkedHashMap<>();
        answers.forEach((node, answer) -> {
            switch (answer) {
                case PeerAnswer.Answered<T>(T value) -> heard.put(node, value);
                case PeerAnswer.Declined<T>(String why) -> complain(why);
                case PeerAnswer.Silent<T>(String why) -> complain(why);
            }
        });
        return heard;
    }

    /**
     * Of one node.
     *
     * @param declined what it means that it said no
     */
    <T> ExitCode of(PeerAnswer<T> answer, ExitCode declined, Function<T, ExitCode> answered) {
        return switch (answer) {
            case PeerAnswer.Answered<T>(T value) -> answered.apply(value);
            case PeerAnswer.Declined<T>(String why) -> {
                complain(why);
                yield declined;
            }
            case PeerAnswer.Silent<T>(String why) -> {
                complain(why);
                yield ExitCode.NOBODY;
            }
        };
    }

    private void complain(String why) {
        err.println("understudy: " + why);
    }
}
