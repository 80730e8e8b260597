package io.understudy.node.overview;

import static java.util.stream.Collectors.joining;

import io.understudy.core.decision.Role;
import io.understudy.core.foresight.Outlook;
import io.understudy.core.model.NodeId;
import io.understudy.node.api.AddressReport;
import io.understudy.node.api.ArbiterReport.Place;
import io.understudy.node.api.DatabaseReport;
import io.understudy.node.api.FenceReport;
import io.understudy.node.api.NodeReport;
import io.understudy.node.api.Primacy;
import io.understudy.node.api.ServerReport;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The state of a cluster as lines for a person. Pure. */
public final class StatusText {

    private static final int DAYS_TO_WARN = 30;
    private final Paint paint;

    public StatusText(Paint paint) {
        this.paint = paint;
    }

    public List<String> of(Overview overview) {
        List<String> lines = new ArrayList<>();
        lines.addAll(outlook(overview.outlook()));
        lines.add("");
        lines.addAll(headline(overview));
        lines.add("");
        lines.addAll(new StatusTable(paint).of(overview));
        lines.addAll(guards(overview));
        lines.addAll(fences(overview));
        lines.addAll(warnings(overview));
        return lines;
    }

    /** Am I safe right now? */
    private List<String> outlook(Outlook outlook) {
        String first =
                switch (outlook.level()) {
                    case SAFE -> paint.good(outlook.sentence());
                    case WARNING -> paint.notable(outlook.sentence());
                    case UNSAFE -> paint.bad(outlook.sentence());
                };
        List<String> lines = new ArrayList<>(List.of(first));
        outlook.losses().stream()
                .map(Outlook.Loss::sentence)
                .filter(sentence -> !sentence.equals(outlook.sentence()))
                .forEach(lines::add);
        return lines;
    }

    /** What comes first: who is primary, and what comes of a loss. */
    public List<String> headline(Overview overview) {
        List<String> lines = new ArrayList<>();
        Optional<Primacy> known = overview.primacy();
        if (known.isEmpty()) {
            lines.add(paint.bad("Nobody that answered knows who is primary."));
        }
        known.filter(_ -> overview.nobodyHasAMajority())
                .map(this::lastSeen)
                .ifPresent(lines::addAll);
        known.filter(_ -> !overview.nobodyHasAMajority())
                .ifPresent(primacy -> {
                    lines.add(who(primacy, overview.reportOf(primacy.holder()).isPresent()));
                    lines.add(
                            primacy.inSync().isEmpty()
                                    ? paint.notable(primacy.synchrony())
                                    : paint.good(primacy.synchrony()));
                    primacy.pause()
                            .ifPresent(pause ->
                                    lines.add(
                                            paint.notable(
                                                    "Paused by %s: nothing moves for another %s; understudy resume ends that."
                                                            .formatted(
                                                                    pause.by(),
                                                                    Amounts.duration(
                                                                            pause.left())))));
                    primacy.request().ifPresent(request -> lines.add(paint.notable(request)));
                });
        overview.reports().stream().findFirst().map(StatusText::loss).ifPresent(lines::add);
        overview.reports().stream()
                .filter(report -> report.arbiter().place() == Place.CONNECTED)
                .forEach(report ->
                        lines.add(
                                "%s's register: %s."
                                        .formatted(
                                                report.about().node(), report.arbiter().member())));
        return lines;
    }

    /** What comes of the loss of a node. */
    private static String loss(NodeReport report) {
        return report.arbiter()
                .ifLost()
                .orElseGet(() ->
                        "Worst case: a lost primary is noticed within %s, and a standby begins to promote within %s."
                                .formatted(
                                        Amounts.duration(report.worst().detection()),
                                        Amounts.duration(report.worst().takeover())));
    }

    /** Of a register that nobody who answered sees now: it may have gone to another since. */
    private List<String> lastSeen(Primacy primacy) {
        return List.of(
                paint.bad(
                        "%s held epoch %s (%s) when the register was last seen; what came since can't be known here."
                                .formatted(primacy.holder(), primacy.epoch(), primacy.phase())),
                primacy.inSync().isEmpty()
                        ? "Nobody was in sync then."
                        : "In sync then: %s."
                                .formatted(
                                        primacy.inSync().stream()
                                                .map(NodeId::name)
                                                .collect(joining(", "))));
    }

    private String who(Primacy primacy, boolean answers) {
        return switch (primacy.phase()) {
            case "active" ->
                    answers
                            ? paint.strong(
                                    "%s is primary of epoch %s."
                                            .formatted(primacy.holder(), primacy.epoch()))
                            : paint.bad(
                                    "%s is primary of epoch %s in the register, and its daemon does not answer."
                                            .formatted(primacy.holder(), primacy.epoch()));
            case "fencing" ->
                    paint.notable(
                            "%s has won epoch %s and makes sure that the last primary has stopped."
                                    .formatted(primacy.holder(), primacy.epoch()));
            case "ceded" ->
                    paint.notable(
                            "%s has stopped and given its place away in epoch %s; nobody serves."
                                    .formatted(primacy.holder(), primacy.epoch()));
            default ->
                    "%s holds epoch %s (%s)."
                            .formatted(primacy.holder(), primacy.epoch(), primacy.phase());
        };
    }

    public static String word(Role role) {
        return role.name().toLowerCase(Locale.ROOT);
    }

    /** A line for each guard: whether it is armed, and when it last proved itself. */
    private static List<String> guards(Overview overview) {
        List<String> lines = new ArrayList<>();
        for (NodeReport report : overview.reports()) {
            report.guard()
                    .ifPresent(guard ->
                            lines.add(
                                    "%s's guard: %s, %s."
                                            .formatted(
                                                    report.about().node(),
                                                    GuardText.cell(guard),
                                                    GuardText.proof(guard))));
        }
        for (NodeReport report : overview.reports()) {
            report.files()
                    .ifPresent(files ->
                            lines.add(
                                    FilesText.line(
                                            report.about().node(), files, report.about().time())));
            report.work().ifPresent(work -> lines.add(WorkText.line(report.about().node(), work)));
        }
        if (!lines.isEmpty()) {
            lines.addFirst("");
        }
        return lines;
    }

    /** By what each makes sure that the others have stopped, where that is more than to ask. */
    private static List<String> fences(Overview overview) {
        List<String> lines = new ArrayList<>();
        for (NodeReport report : overview.reports()) {
            report.fence()
                    .ifPresent(fence -> lines.addAll(FenceText.of(report.about().node(), fence)));
        }
        if (!lines.isEmpty()) {
            boolean required =
                    overview.reports().stream()
                            .flatMap(report -> report.fence().stream())
                            .anyMatch(FenceReport::required);
            lines.addFirst(
                    required
                            ? "Nobody takes over without a receipt that the last primary has"
                                    + " stopped."
                            : "The last primary is stopped by the first of these that gives a"
                                    + " receipt.");
            lines.addFirst("");
        }
        return lines;
    }

    private List<String> warnings(Overview overview) {
        List<String> lines = new ArrayList<>();
        for (NodeReport report : overview.reports()) {
            String node = report.about().node().name();
            report.database()
                    .flatMap(DatabaseReport::sentence)
                    .ifPresent(why -> lines.add("%s's database: %s".formatted(node, why)));
            lines.addAll(new KeptText(node).of(report));
            report.server()
                    .flatMap(ServerReport::sentence)
                    .ifPresent(why -> lines.add("%s's server: %s".formatted(node, why)));
            report.server()
                    .flatMap(ServerReport::restarts)
                    .ifPresent(restarts ->
                            lines.add("%s's server %s".formatted(node, RestartText.of(restarts))));
            report.address()
                    .flatMap(AddressReport::sentence)
                    .ifPresent(why -> lines.add("%s's address: %s".formatted(node, why)));
            report.arbiter()
                    .silence()
                    .ifPresent(why -> lines.add("%s's arbiter: %s".formatted(node, why)));
            report.guard()
                    .flatMap(guard ->
                            GuardText.warning(report.about().node(), guard, report.about().time()))
                    .ifPresent(lines::add);
            report.fence()
                    .map(fence ->
                            FenceText.warnings(report.about().node(), fence, report.about().time()))
                    .ifPresent(lines::addAll);
            report.journal().ifPresent(why -> lines.add("%s: %s".formatted(node, why)));
            report.about().page().ifPresent(why -> lines.add("%s's page: %s".formatted(node, why)));
            report.notices()
                    .map(notices ->
                            NotifyText.warnings(
                                    report.about().node(), notices, report.about().time()))
                    .ifPresent(lines::addAll);
            report.files()
                    .map(files -> FilesText.warnings(report.about().node(), files))
                    .ifPresent(lines::addAll);
            report.work()
                    .map(work -> WorkText.warnings(report.about().node(), work))
                    .ifPresent(lines::addAll);
            long days = report.about().certificateDaysLeft();
            if (days < DAYS_TO_WARN) {
                lines.add(
                        ("%s's certificate %s: on the cluster's first node type understudy renew;"
                             + " on any other, move its identity folder away and join with a fresh"
                             + " token.")
                                .formatted(
                                        node,
                                        days < 0
                                                ? "has expired"
                                                : "expires in %d days".formatted(days)));
            }
        }
        lines.addAll(ClockText.warnings(overview.reports()));
        lines.addAll(UsersText.warnings(overview.reports()));
        if (!lines.isEmpty()) {
            lines.addFirst("");
        }
        return lines.stream().map(line -> line.isEmpty() ? line : paint.notable(line)).toList();
    }
}
