package io.understudy.node.diverged;

import io.understudy.node.diverged.Contents.RowChange;
import io.understudy.node.diverged.Contents.TableChanges;
import java.util.ArrayList;
import java.util.List;

/** An incident as lines for a person. Pure. */
public final class IncidentText {

    private IncidentText() {}

    public static List<String> of(Incident incident) {
        List<String> lines = new ArrayList<>();
        lines.add(
                "%s: what %s wrote after it left the history of %s, kept at %s"
                        .formatted(
                                incident.id(),
                                incident.node(),
                                incident.source(),
                                incident.keptAt()));
        lines.add(span(incident.span()));
        incident.oldData()
                .ifPresent(old ->
                        lines.add(
                                "The whole old data is kept beside the data, as "
                                        + old.name()
                                        + "."));
        contents(incident.contents(), lines);
        lines.add("");
        lines.add("Kept log:");
        for (Incident.KeptFile file : incident.files()) {
            lines.add(
                    "  %s  %,d bytes  sha256 %s"
                            .formatted(file.name(), file.bytes(), file.sha256()));
        }
        return lines;
    }

    /** What a crashed primary knows of its end may lie before the fork, and says nothing then. */
    private static String span(Incident.Span span) {
        String end = span.end().isAtLeast(span.fork()) ? "at least " + span.end() : "its end";
        return "The log from %s on timeline %d to %s on timeline %d of database system %s."
                .formatted(
                        span.fork(),
                        span.forkTimeline(),
                        end,
                        span.timeline(),
                        span.systemIdentifier());
    }

    private static void contents(Contents contents, List<String> lines) {
        if (!contents.listed()) {
            lines.add("What it held was not read yet.");
            return;
        }
        Contents.Transactions ended = contents.transactions();
        lines.add(
                "Transactions: %d committed, %d aborted, %d without an end."
                        .formatted(ended.committed(), ended.aborted(), ended.open()));
        lines.add("It held " + contents.summary() + ".");
        for (TableChanges table : contents.tables()) {
            lines.add(
                    "  %s %s: %d inserted, %d updated, %d deleted"
                            .formatted(
                                    table.database(),
                                    table.table(),
                                    table.inserted(),
                                    table.updated(),
                                    table.deleted()));
        }
        if (!contents.unread().isEmpty()) {
            lines.add("");
            lines.add("What could not be read:");
            contents.unread().forEach(why -> lines.add("  " + why));
        }
        if (!contents.rows().isEmpty()) {
            lines.add("");
            lines.add("Rows, in the order of the log:");
            contents.rows().forEach(row -> lines.add("  " + row(row)));
        }
        if (contents.rowsLeftOut() > 0) {
            lines.add("  and %d more, in the kept log alone".formatted(contents.rowsLeftOut()));
        }
    }

    private static String row(RowChange change) {
        return "%s  transaction %d %s%s  %s %s %s %s%s%s"
                .formatted(
                        change.at(),
                        change.transaction(),
                        change.fate(),
                        change.ended().map(at -> " " + at).orElse(""),
                        change.database(),
                        change.table(),
                        change.operation(),
                        change.place(),
                        change.row().map(row -> "  " + printable(row)).orElse(""),
                        change.note().map(note -> "  (" + note + ")").orElse(""));
    }

    /** Rows are what anybody wrote: nothing in them may command a terminal. */
    private static String printable(String text) {
        StringBuilder clean = new StringBuilder(text.length());
        text.codePoints()
                .forEach(point -> {
                    if (Character.isISOControl(point)) {
                        clean.append("\\u%04x".formatted(point));
                    } else {
                        clean.appendCodePoint(point);
                    }
                });
        return clean.toString();
    }
}
