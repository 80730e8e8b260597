package io.understudy.demo.server;

import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The overview as JSON. Times are milliseconds since 1970, and absent where something has not
 * happened. Written by hand: loading a library would take longer than all else at the start.
 */
final class OverviewJson {

    private OverviewJson() {}

    static String write(Overview overview) {
        return "{%s%s\"startedAt\":%d,%s%s\"counts\":%s,\"workers\":[%s],\"builds\":[%s]}"
                .formatted(
                        text("cluster", overview.role().cluster()),
                        text("node", overview.role().node())
                                + number("epoch", overview.role().epoch()),
                        overview.startedAt().toEpochMilli(),
                        time("firstWorkerAt", overview.firsts().worker()),
                        time("firstBuildFinishedAt", overview.firsts().finished()),
                        counts(overview.counts()),
                        overview.workers().stream()
                                .map(OverviewJson::worker)
                                .collect(Collectors.joining(",")),
                        overview.builds().stream()
                                .map(OverviewJson::build)
                                .collect(Collectors.joining(",")));
    }

    private static String counts(Overview.Counts counts) {
        return "{"
                + number("waiting", counts.waiting())
                + number("running", counts.running())
                + number("done", counts.done())
                + number("resumed", counts.resumed())
                + number("runAgain", counts.runAgain())
                + "\"lost\":"
                + counts.lost()
                + "}";
    }

    private static String worker(Overview.Contact worker) {
        return "{"
                + text("name", worker.name())
                + number("firstContactAt", worker.first().toEpochMilli())
                + "\"lastContactAt\":"
                + worker.last().toEpochMilli()
                + "}";
    }

    private static String build(Overview.Row build) {
        return "{"
                + text("pipeline", build.pipeline())
                + number("number", build.number())
                + text("state", build.state())
                + number("attempt", build.attempt())
                + text("worker", build.worker())
                + number("epoch", build.epoch())
                + number("resumed", build.resumed())
                + time("handedAt", build.handedAt())
                + time("finishedAt", build.finishedAt())
                + "\"id\":"
                + build.id()
                + "}";
    }

    private static String number(String name, long value) {
        return "\"%s\":%d,".formatted(name, value);
    }

    private static String time(String name, Optional<Instant> time) {
        return time.map(instant -> number(name, instant.toEpochMilli())).orElse("");
    }

    private static String text(String name, String value) {
        var escaped = new StringBuilder();
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '"' || c == '\\') {
                escaped.append('\\').append(c);
            } else if (c < ' ') {
                escaped.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
            } else {
                escaped.append(c);
            }
        }
        return "\"%s\":\"%s\",".formatted(name, escaped);
    }
}
