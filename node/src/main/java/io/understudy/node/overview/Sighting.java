package io.understudy.node.overview;

import io.understudy.core.model.NodeId;
import io.understudy.node.api.NodeReport;
import io.understudy.node.peer.PeerAnswer;
import java.util.Optional;

/**
 * What one node said of itself.
 *
 * @param node who was asked
 * @param answer its report, or how it did not answer
 */
public record Sighting(NodeId node, PeerAnswer<NodeReport> answer) {

    public Optional<NodeReport> report() {
        return switch (answer) {
            case PeerAnswer.Answered<NodeReport>(NodeReport report) -> Optional.of(report);
            case PeerAnswer.Declined<NodeReport> _, PeerAnswer.Silent<NodeReport> _ ->
                    Optional.empty();
        };
    }

    /** How it did not answer, as one sentence; empty where it did. */
    public Optional<String> silence() {
        return switch (answer) {
            case PeerAnswer.Answered<NodeReport> _ -> Optional.empty();
            case PeerAnswer.Declined<NodeReport>(String why) -> Optional.of(why);
            case PeerAnswer.Silent<NodeReport>(String why) -> Optional.of(why);
        };
    }
}
