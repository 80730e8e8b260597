package io.understudy.node.notify;

import io.understudy.core.notice.Notice;
import java.time.Instant;
import java.util.Locale;

/**
 * A notice on its way: as a webhook's body and a command's standard input have it, in JSON.
 *
 * @param id of this very letter: the same whenever it is tried again
 * @param node who tells
 * @param at by that node's wall clock, when it was written
 * @param key of the matter: the same from whichever node, and until it is over
 * @param kind what it is about, as the configuration has it
 * @param level info, warning or critical
 * @param stage news, began, worse, goes-on, over, or test
 * @param subject one line
 * @param sentence what happened, and whether it serves
 * @param advice what to do; empty where there is nothing to be done
 */
public record Letter(
        String id,
        String cluster,
        String node,
        Instant at,
        String key,
        String kind,
        String level,
        String stage,
        String subject,
        String sentence,
        String advice) {

    /** More is cut off: what waits has to fit on the disk. */
    private static final int MOST = 1200;

    /** Who writes, and in which cluster. */
    public record Sender(String cluster, String node) {}

    static Letter of(Notice notice, String id, Sender sender, Instant at) {
        return new Letter(
                id,
                sender.cluster(),
                sender.node(),
                at,
                sender.cluster() + "/" + notice.key(),
                word(notice.kind()),
                word(notice.level()),
                word(notice.stage()),
                subject(notice, sender),
                cut(notice.sentence()),
                cut(notice.advice()));
    }

    static Letter test(String id, Sender sender, Instant at) {
        return new Letter(
                id,
                sender.cluster(),
                sender.node(),
                at,
                sender.cluster() + "/test/" + sender.node(),
                "test",
                "info",
                "test",
                "[%s] a test of %s's notices".formatted(sender.cluster(), sender.node()),
                "Somebody typed understudy notify test on %s. Nothing has happened."
                        .formatted(sender.node()),
                "");
    }

    private static String subject(Notice notice, Sender sender) {
        String weight =
                switch (notice.stage()) {
                    case OVER -> "over: ";
                    case GOES_ON -> "still " + loud(notice);
                    case NEWS, BEGAN, WORSE -> loud(notice);
                };
        return cut("[%s] %s%s".formatted(sender.cluster(), weight, notice.headline()));
    }

    private static String loud(Notice notice) {
        return switch (notice.level()) {
            case INFO -> "";
            case WARNING, CRITICAL -> notice.level().name() + ": ";
        };
    }

    /** For people. */
    String text() {
        return sentence
                + "\n"
                + (advice.isEmpty() ? "" : "\nWhat to do: " + advice + "\n")
                + "\n-- \n%s of %s, %s\nmatter %s (%s, %s)\n"
                        .formatted(node, cluster, at, key, kind, stage);
    }

    static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static String cut(String text) {
        String line = text.replaceAll("\\p{Cntrl}+", " ");
        return line.length() <= MOST ? line : line.substring(0, MOST) + "…";
    }
}
