package io.understudy.node.api;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Duration;
import java.util.Optional;

/**
 * What a server that failed has cost.
 *
 * @param used how often it has failed since it last stayed healthy for long
 * @param limit so many times it is started again here
 * @param nextTry how long until it is started again; empty where it runs or is left
 * @param left whether it has used up its restarts here
 * @param lastFailure why it failed last
 */
public record RestartReport(
        int used,
        int limit,
        @JsonProperty("nextTryMillis") Optional<Duration> nextTry,
        boolean left,
        Optional<String> lastFailure) {}
