package io.understudy.node.api;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Duration;
import java.util.Optional;

/**
 * How far a long repair has come.
 *
 * @param what one or two words for people
 * @param totalBytes 0 where it is not known
 * @param bytesPerSecond since it began; 0 where it is not known yet
 * @param left how long it may still take at that rate
 */
public record ProgressReport(
        String what,
        long doneBytes,
        long totalBytes,
        long bytesPerSecond,
        @JsonProperty("leftMillis") Optional<Duration> left) {

    /** For people: {@code copying, 120 of 480 MB, 25 %, 12 MB/s, 30 s left}. */
    public String text() {
        if (totalBytes <= 0) {
            return what;
        }
        String share =
                "%s, %d of %d MB, %d %%"
                        .formatted(
                                what,
                                doneBytes >> 20,
                                totalBytes >> 20,
                                Math.min(100, 100 * doneBytes / totalBytes));
        return share
                + left.map(time ->
                                ", %d MB/s, about %s left"
                                        .formatted(bytesPerSecond >> 20, plain(time)))
                        .orElse("");
    }

    private static String plain(Duration time) {
        return time.compareTo(Duration.ofMinutes(2)) < 0
                ? time.toSeconds() + " s"
                : time.compareTo(Duration.ofHours(2)) < 0
                        ? time.toMinutes() + " min"
                        : time.toHours() + " h " + time.toMinutesPart() + " min";
    }
}
