package io.understudy.lab.matrix;

import io.understudy.core.foresight.Foretold;
import io.understudy.core.foresight.Foretold.Turn;
import io.understudy.core.foresight.Outlook;
import io.understudy.core.model.NodeId;
import io.understudy.lab.Host;
import io.understudy.lab.LabException;
import io.understudy.lab.cluster.LabCluster;
import io.understudy.node.overview.Overview;
import java.time.Duration;
import java.util.Comparator;
import java.util.Optional;

/**
 * What {@code status} said of the loss of one node while that node was still there.
 *
 * @param part what the node was at
 * @param loss its sentence, and whether it may be lost
 * @param turn what a node foretold of itself, by which the sentence was made; empty for the
 *     witness, of whose loss nobody has to foretell anything
 */
record Promise(Part part, Outlook.Loss loss, Optional<Turning> turn) {

    /**
     * @param node whose turn it is
     * @param within from the loss on
     * @param lackingBytes of the lost one's log
     */
    record Turning(NodeId node, Duration within, long lackingBytes) {}

    /**
     * Asks one that is not about to be lost.
     *
     * @throws LabException where it says nothing of that loss: then there is nothing to hold
     */
    static Promise of(LabCluster cluster, Cast cast, Part part)
            throws LabException, InterruptedException {
        Host asked = part == Part.WITNESS ? cast.primary() : cast.witness();
        NodeId lost = new NodeId(cast.host(part).name());
        Overview overview =
                cluster.await(
                        asked.name() + " says who may be lost",
                        Duration.ofSeconds(10),
                        () -> cluster.operator().overview(asked));
        Outlook outlook = overview.outlook();
        Outlook.Loss loss =
                outlook.losses().stream()
                        .filter(one -> one.node().equals(lost))
                        .findFirst()
                        .orElseThrow(() ->
                                new LabException(
                                        "needed a word on the loss of %s, found: %s"
                                                .formatted(lost, outlook.sentence())));
        return new Promise(part, loss, turning(overview, lost, part));
    }

    private static Optional<Turning> turning(Overview overview, NodeId lost, Part part) {
        Turn wanted = part == Part.PRIMARY ? Turn.TAKES_OVER : Turn.GOES_ON;
        return overview.reports().stream()
                .flatMap(report ->
                        report.foretold().stream()
                                .filter(one -> one.lost().equals(lost) && one.turn() == wanted)
                                .map(one -> turning(report.about().node(), one)))
                .min(Comparator.comparing(Turning::within));
    }

    private static Turning turning(NodeId node, Foretold foretold) {
        return new Turning(
                node, Duration.ofMillis(foretold.afterMillis()), foretold.lackingBytes());
    }

    /** Who should serve, by it. */
    Serves serves() {
        return !loss.safe()
                ? Serves.NOBODY
                : part == Part.PRIMARY ? Serves.STANDBY : Serves.PRIMARY;
    }
}
