package io.understudy.node.postgres;

import io.understudy.core.model.LogPosition;
import io.understudy.node.diverged.Incident;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/** Reads kept log by pg_waldump, past what is torn or missing. */
final class LogReading {

    /** Torn places after which it is tried again. */
    private static final int MOST_GAPS = 20;

    private final LocalServer server;
    private final Path folder;

    LogReading(LocalServer server, Path folder) {
        this.server = server;
        this.folder = folder;
    }

    /**
     * Reads all of it.
     *
     * @param unread gets a sentence for each part that can't be read
     */
    LogDigest read(Incident.Span span, List<String> unread, Deadline deadline)
            throws Troubled, IOException {
        LogDigest digest = new LogDigest(span.fork());
        int size = server.data().control(deadline).walSegmentBytes();
        List<Segment> segments = Segment.in(folder, size);
        for (int timeline : segments.stream().map(Segment::timeline).distinct().toList()) {
            List<Segment> own =
                    segments.stream().filter(segment -> segment.timeline() == timeline).toList();
            readTimeline(own, digest, unread, deadline);
        }
        if (segments.isEmpty()) {
            unread.add("the log itself: there is none of it from %s on".formatted(span.fork()));
        } else if (!digest.last().isAtLeast(span.end())) {
            unread.add(
                    "the log from %s to %s, which was written: the data's own control file says so"
                            .formatted(digest.last(), span.end()));
        }
        return digest;
    }

    private void readTimeline(
            List<Segment> segments, LogDigest digest, List<String> unread, Deadline deadline)
            throws Troubled, IOException {
        long from = segments.getFirst().begin();
        String trouble = "";
        for (int gaps = 0; gaps <= MOST_GAPS; gaps++) {
            LogPosition before = digest.last();
            Programs.Ended ended = dump(segments.getFirst().timeline(), from, digest, deadline);
            if (ended.late()) {
                unread.add(
                        "the log after %s: there was too much of it for the time; it is kept, and pg_waldump reads it"
                                .formatted(digest.last()));
                return;
            }
            boolean goesOn = !digest.last().equals(before);
            if (goesOn && gaps > 0) {
                unread.add(
                        "the log between %s and %s: %s"
                                .formatted(before, new LogPosition(from), trouble));
            }
            trouble = goesOn || gaps == 0 ? ended.complaint() : trouble;
            OptionalLong next = next(segments, Math.max(from, digest.last().bytes()));
            if (next.isEmpty()) {
                return;
            }
            from = next.getAsLong();
        }
        unread.add("the log after %s: %s".formatted(digest.last(), trouble));
    }

    private static OptionalLong next(List<Segment> segments, long position) throws IOException {
        for (Segment segment : segments) {
            OptionalLong page = segment.wholePageAfter(position);
            if (page.isPresent()) {
                return page;
            }
        }
        return OptionalLong.empty();
    }

    private Programs.Ended dump(int timeline, long from, LogDigest digest, Deadline deadline)
            throws Troubled {
        return server.data()
                .programs()
                .run(
                        new Programs.Call(
                                "pg_waldump",
                                List.of(
                                        "--path=" + folder,
                                        "--timeline=" + timeline,
                                        "--start=" + new LogPosition(from)),
                                Map.of("TZ", "UTC"),
                                "",
                                _ -> {}),
                        line -> LogText.parse(line).ifPresent(digest::take),
                        deadline);
    }
}
