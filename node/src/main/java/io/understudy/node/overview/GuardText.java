package io.understudy.node.overview;

import io.understudy.core.model.NodeId;
import io.understudy.node.api.GuardReport;
import io.understudy.node.api.GuardSheet;
import io.understudy.node.api.GuardTest;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What guards say, as lines for a person. Pure. */
public final class GuardText {

    private static final Duration STALE = Duration.ofDays(30);
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ssX").withZone(ZoneOffset.UTC);

    private GuardText() {}

    /** In a row: armed with what is left of its deadline, idle, missing. */
    static String cell(GuardReport guard) {
        return guard.left()
                .map(left -> guard.state() + " " + left.toMillis() + " ms")
                .orElse(guard.state());
    }

    static String proof(GuardReport guard) {
        return guard.proved()
                .map(proved ->
                        "last proved %s: %s after its deadline"
                                .formatted(TIME.format(proved.at()), millis(proved.lateMicros())))
                .orElse("never proved");
    }

    /** What a person should do something about. */
    static Optional<String> warning(NodeId node, GuardReport guard, Instant now) {
        if (guard.state().equals("missing")) {
            return Optional.of(
                    "%s's guard: %s".formatted(node, guard.sentence().orElse("missing")));
        }
        boolean fresh =
                guard.proved()
                        .filter(proved -> Duration.between(proved.at(), now).compareTo(STALE) < 0)
                        .isPresent();
        return fresh
                ? Optional.empty()
                : Optional.of(
                        "%s's guard has %s: type understudy guard test, which does no harm."
                                .formatted(
                                        node,
                                        guard.proved().isPresent()
                                                ? "not proved itself for 30 days"
                                                : "never proved itself"));
    }

    public static List<String> test(NodeId node, GuardTest test) {
        List<String> lines = new ArrayList<>();
        lines.add(
                test.lateMicros()
                        .map(late ->
                                "%s: proved. A decoy of %d processes was gone %s after its deadline."
                                        .formatted(node, test.processes(), millis(late)))
                        .orElseGet(() ->
                                "%s: not proved: %s"
                                        .formatted(node, test.why().orElse("it did not say why"))));
        lines.addAll(body(test.sheet()));
        return lines;
    }

    public static List<String> sheet(NodeId node, GuardSheet sheet) {
        List<String> lines = new ArrayList<>();
        lines.add("%s: %s, %s".formatted(node, cell(sheet.guard()), proof(sheet.guard())));
        lines.addAll(body(sheet));
        return lines;
    }

    private static List<String> body(GuardSheet sheet) {
        List<String> lines = new ArrayList<>();
        sheet.silence().ifPresent(why -> lines.add("  it does not answer: " + why));
        sheet.powers()
                .ifPresent(powers ->
                        lines.add(
                                "  memory locked: %s, real-time: %s, spared when memory runs out: %s, watchdog: %s"
                                        .formatted(
                                                word(powers.locked()),
                                                word(powers.realtime()),
                                                word(powers.spared()),
                                                powers.watchdog())));
        if (sheet.powers().isPresent()) {
            lines.add("  it would end now: " + counted(sheet));
        }
        sheet.targets()
                .forEach(target ->
                        lines.add(
                                "    %-8s %7s %s"
                                        .formatted(
                                                target.kind(),
                                                isAddress(target)
                                                        ? "-"
                                                        : Long.toString(target.pid()),
                                                target.name())));
        return lines;
    }

    private static String counted(GuardSheet sheet) {
        long addresses = sheet.targets().stream().filter(GuardText::isAddress).count();
        long processes = sheet.targetCount() - addresses;
        String ended =
                processes == 0
                        ? "nothing, since nothing runs here that it watches over"
                        : processes == 1 ? "1 process" : processes + " processes";
        return addresses == 0 ? ended : ended + "; and take the address off, if it is here";
    }

    /** It has no process's number; and the guard watches over it wherever it is. */
    private static boolean isAddress(GuardSheet.Target target) {
        return target.kind().equals("address");
    }

    private static String millis(long micros) {
        return String.format(Locale.ROOT, "%.1f ms", micros / 1000.0);
    }

    private static String word(boolean yes) {
        return yes ? "yes" : "no";
    }
}
