package io.understudy.core.notice;

import java.time.Duration;

/** How long, for people. */
final class Spans {

    private Spans() {}

    static String of(Duration length) {
        if (length.compareTo(Duration.ofMinutes(2)) < 0) {
            return length.toSeconds() + " s";
        }
        return length.compareTo(Duration.ofHours(2)) < 0
                ? length.toMinutes() + " min"
                : length.toHours() + " h";
    }
}
