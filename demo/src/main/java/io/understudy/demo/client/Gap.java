package io.understudy.demo.client;

import java.time.Duration;

/**
 * The time between two acknowledgements that follow each other.
 *
 * @param before the last one before the gap
 * @param after the first one after it
 */
public record Gap(Acknowledged before, Acknowledged after) {

    public Duration length() {
        return Duration.ofNanos(after.nanos() - before.nanos());
    }
}
