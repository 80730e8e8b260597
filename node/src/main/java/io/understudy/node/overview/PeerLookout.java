package io.understudy.node.overview;

import io.understudy.core.model.NodeId;
import io.understudy.node.api.Desk;
import io.understudy.node.api.Lookout;
import io.understudy.node.api.Wire;
import io.understudy.node.peer.PeerAnswer;
import io.understudy.node.peer.PeerClient;
import java.time.Duration;
import java.util.List;

/** Sees the daemon's own node at its desk, and the others over the connections that it keeps. */
public final class PeerLookout implements Lookout {

    /** Shorter than whoever asked this daemon waits. */
    private static final Duration DEADLINE = Duration.ofMillis(1500);

    private final Survey survey;
    private final Rendering rendering = new Rendering(new Wire());

    /**
     * Asks nobody yet.
     *
     * @param nodes all of them, in the order of the configuration
     * @param self which of them this is
     */
    public PeerLookout(List<NodeId> nodes, NodeId self, Desk desk, PeerClient peers) {
        this.survey =
                new Survey(
                        nodes,
                        node ->
                                node.equals(self)
                                        ? new PeerAnswer.Answered<>(desk.report())
                                        : peers.status(node, DEADLINE));
    }

    @Override
    public String overview(Form form) {
        return rendering.of(survey.overview(), form);
    }
}
