package io.understudy.node.overview;

import io.understudy.core.model.NodeId;
import io.understudy.node.api.NodeReport;
import io.understudy.node.peer.PeerAnswer;
import java.util.Optional;

/**
 * What one node said of itself, or else how it did not answer.
 *
 * @param node who was asked
 * @param report what it said
 * @param silence how it did not answer, as one sentence
 */
public record Sighting(NodeId node, Optional<NodeReport> report, Optional<String> silence) {

    public Sighting {
        if (report.isPresent() == silence.isPresent()) {
            throw new IllegalArgumentException("either a report or a silence, of " + node);
        }
    }

    /** Of a node that was asked. */
    public static Sighting of(NodeId node, PeerAnswer<NodeReport> answer) {
        return switch (answer) {
            case PeerAnswer.Answered<NodeReport>(NodeReport report) -> of(node, report);
            case PeerAnswer.Declined<NodeReport>(String why) -> silent(node, why);
            case PeerAnswer.Silent<NodeReport>(String why) -> silent(node, why);
        };
    }

    static Sighting of(NodeId node, NodeReport report) {
        return new Sighting(node, Optional.of(report), Optional.empty());
    }

    private static Sighting silent(NodeId node, String why) {
        return new Sighting(node, Optional.empty(), Optional.of(why));
    }
}
