package io.understudy.node.api;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * A node's guard, in short.
 *
 * @param state one word: {@code armed}, {@code idle}, {@code missing}, or {@code unknown} before it
 *     was asked
 * @param sentence why it is missing
 * @param left until it ends what serves, while it is armed; zero while it does
 * @param proved the last drill that went well; empty where there was none
 */
public record GuardReport(
        String state,
        Optional<String> sentence,
        @JsonProperty("leftMillis") Optional<Duration> left,
        Optional<Proved> proved) {

    /**
     * A drill that went well.
     *
     * @param at by the node's wall clock
     * @param lateMicros from the deadline until nothing of the decoy was left
     */
    public record Proved(Instant at, long lateMicros) {}
}
