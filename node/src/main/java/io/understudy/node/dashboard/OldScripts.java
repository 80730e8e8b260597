package io.understudy.node.dashboard;

import io.understudy.core.foresight.Outlook;
import io.understudy.core.model.LogPosition;
import io.understudy.core.model.NodeId;
import io.understudy.node.api.FilesReport;
import io.understudy.node.api.LogReport;
import io.understudy.node.api.NodeReport;
import io.understudy.node.api.OldFiles;
import io.understudy.node.api.Primacy;
import io.understudy.node.api.Wire;
import io.understudy.node.overview.Overview;
import io.understudy.node.overview.Sighting;
import io.understudy.node.peer.PeerAnswer;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Answers scripts of old GoCD installations as its own business continuity did on a standby; every
 * node does, and while the primary is gone, too.
 */
final class OldScripts {

    static final String PATH = "/go/add-on/business-continuity/admin/dashboard.json";

    /** Nodes hear of a change at once; whoever asks is answered once a second. */
    private static final long EVERY_MILLIS = 1000;

    private static final OldFiles UNKNOWN = new OldFiles(Map.of(), Map.of());
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("MMM d, yyyy HH:mm:ss", Locale.ENGLISH)
                    .withZone(ZoneId.systemDefault());

    private final Cluster cluster;
    private final Lookouts lookouts;
    private final Recent<String> answers;

    OldScripts(Cluster cluster, Lookouts lookouts, Wire wire) {
        this.cluster = cluster;
        this.lookouts = lookouts;
        this.answers = new Recent<>(who -> Text.json(wire.write(of(who))));
    }

    PageRoute route() {
        return PageRoute.get(
                        PageRoute.Who.LOGGED_IN,
                        ask -> new Reply.Made(answers.of(ask.known().who())))
                .byOldScript();
    }

    private OldDashboard of(String who) {
        Overview overview = lookouts.overview();
        Optional<NodeId> holder = overview.primacy().map(Primacy::holder);
        Optional<NodeId> other =
                cluster.carriers().stream()
                        .filter(node -> !holder.equals(Optional.of(node)))
                        .findFirst();
        Optional<NodeReport> primary = holder.flatMap(node -> report(overview, node));
        Optional<NodeReport> standby = other.flatMap(node -> report(overview, node));
        List<String> errors = errors(overview, standby);
        return primary.isPresent() && standby.isPresent()
                ? new OldDashboard(
                        who,
                        "success",
                        primary.map(this::primary),
                        standby.map(this::standby),
                        errors)
                : new OldDashboard(who, "incomplete", Optional.empty(), Optional.empty(), errors);
    }

    private static Optional<NodeReport> report(Overview overview, NodeId node) {
        return overview.sightings().stream()
                .filter(sighting -> sighting.node().equals(node))
                .flatMap(sighting -> sighting.report().stream())
                .findFirst();
    }

    private static List<String> errors(Overview overview, Optional<NodeReport> standby) {
        List<String> errors = new ArrayList<>();
        overview.sightings().stream()
                .map(Sighting::silence)
                .flatMap(Optional::stream)
                .forEach(errors::add);
        standby.flatMap(NodeReport::files).map(FilesReport::problems).ifPresent(errors::addAll);
        if (overview.outlook().level() == Outlook.Level.UNSAFE) {
            errors.add(overview.outlook().sentence());
        }
        return errors;
    }

    private OldDashboard.Primary primary(NodeReport report) {
        OldFiles files = files(report.about().node());
        return new OldDashboard.Primary(
                cluster.page(report.about().node()),
                received(report),
                EVERY_MILLIS,
                report.files().flatMap(FilesReport::made).map(OldScripts::time),
                sum(files, "CRUISE_CONFIG_XML").map(OldDashboard.Sum::new),
                sum(files, "AES_CIPHER").map(OldDashboard.Sum::new),
                sum(files, "JETTY_XML").map(OldDashboard.Sum::new),
                sum(files, "USER_FEATURE_TOGGLE").map(OldDashboard.Sum::new),
                plugins(files));
    }

    private OldDashboard.Standby standby(NodeReport report) {
        OldFiles files = files(report.about().node());
        return new OldDashboard.Standby(
                EVERY_MILLIS,
                report.files().flatMap(FilesReport::made).map(OldScripts::time),
                received(report),
                sum(files, "CRUISE_CONFIG_XML"),
                sum(files, "AES_CIPHER"),
                sum(files, "JETTY_XML"),
                sum(files, "USER_FEATURE_TOGGLE"),
                plugins(files));
    }

    private OldFiles files(NodeId node) {
        return cluster.oldFiles(node) instanceof PeerAnswer.Answered<OldFiles>(OldFiles found)
                ? found
                : UNKNOWN;
    }

    private static Optional<String> received(NodeReport report) {
        return report.database()
                .flatMap(database -> database.log())
                .map(LogReport::received)
                .map(LogPosition::toString);
    }

    private static Optional<String> sum(OldFiles files, String key) {
        return Optional.ofNullable(files.files().get(key));
    }

    private static String plugins(OldFiles files) {
        return new TreeMap<>(files.plugins())
                .entrySet().stream()
                        .map(plugin -> plugin.getKey() + "=" + plugin.getValue())
                        .collect(Collectors.joining(", "));
    }

    private static String time(Instant at) {
        return TIME.format(at);
    }
}
