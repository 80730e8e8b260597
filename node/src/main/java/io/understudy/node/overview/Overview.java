package io.understudy.node.overview;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.understudy.core.foresight.Outlook;
import io.understudy.core.foresight.Voice;
import io.understudy.core.model.NodeId;
import io.understudy.node.api.ArbiterReport.Place;
import io.understudy.node.api.FollowerReport;
import io.understudy.node.api.NodeReport;
import io.understudy.node.api.Primacy;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What all nodes together say; in JSON, the shape of {@code status -o json}.
 *
 * @param sightings of every node, in the order of the configuration
 */
public record Overview(@JsonProperty("nodes") List<Sighting> sightings) {

    public Overview {
        sightings = List.copyOf(sightings);
    }

    /** Which node may be lost, by what they foretell. */
    @JsonProperty(access = JsonProperty.Access.READ_ONLY)
    public Outlook outlook() {
        return Outlook.of(
                new Outlook.Census(
                        primacy()
                                .filter(primacy -> primacy.phase().equals("active"))
                                .map(Primacy::holder),
                        sightings.stream().map(Overview::voice).toList(),
                        reports().stream().anyMatch(Overview::isVoter)));
    }

    private static Voice voice(Sighting sighting) {
        return new Voice(
                sighting.node(),
                sighting.report().filter(Overview::hasLeader).isPresent(),
                sighting.report().map(NodeReport::foretold));
    }

    /** Whether the nodes themselves are the voters. */
    private static boolean isVoter(NodeReport report) {
        return switch (report.arbiter().place()) {
            case LEADING, FOLLOWING, LOOKING, FAILED -> true;
            case CONNECTED, APART, PAIRED, ALONE -> false;
        };
    }

    private static boolean hasLeader(NodeReport report) {
        return report.arbiter().place() == Place.LEADING
                || report.arbiter().place() == Place.FOLLOWING;
    }

    /** Whether what they know of the register is what it was, and may be no longer so. */
    public boolean nobodyHasAMajority() {
        return reports().stream().anyMatch(Overview::isVoter)
                && reports().stream().noneMatch(Overview::hasLeader);
    }

    public boolean nobodyAnswered() {
        return sightings.stream().allMatch(sighting -> sighting.report().isEmpty());
    }

    public Optional<NodeReport> reportOf(NodeId node) {
        return sightings.stream()
                .filter(sighting -> sighting.node().equals(node))
                .findFirst()
                .flatMap(Sighting::report);
    }

    public List<NodeReport> reports() {
        return sightings.stream().flatMap(sighting -> sighting.report().stream()).toList();
    }

    /** Who is primary, by the highest epoch that any node reports, and there by the holder. */
    public Optional<Primacy> primacy() {
        return reports().stream()
                .filter(report -> report.primacy().isPresent())
                .max(
                        Comparator.comparing((NodeReport report) ->
                                        report.primacy().orElseThrow().epoch())
                                .thenComparing(Overview::isByHolder))
                .flatMap(NodeReport::primacy);
    }

    /** That node, as the primary sees it. */
    public Optional<FollowerReport> follower(NodeId node) {
        return primacy()
                .flatMap(primacy -> reportOf(primacy.holder()))
                .flatMap(NodeReport::database)
                .flatMap(database ->
                        database.followers().stream()
                                .filter(follower -> follower.node().equals(node))
                                .findFirst());
    }

    private static boolean isByHolder(NodeReport report) {
        return report.primacy().orElseThrow().holder().equals(report.about().node());
    }
}
