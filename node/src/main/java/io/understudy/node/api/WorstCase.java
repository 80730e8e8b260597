package io.understudy.node.api;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.understudy.core.model.Timings;
import java.time.Duration;

/**
 * The bounds that follow from the timings.
 *
 * @param ttl how long the primary may be silent before another node contends
 * @param detection from the loss of the primary until a standby contends: it saw the last renewal
 *     at most a poll late, and waits a whole ttl
 * @param takeover from the loss of the primary until a standby begins to promote: detection, and
 *     the longest wait for the lost node's answer. The arbiter's own election, where its leader is
 *     lost too, runs meanwhile.
 */
public record WorstCase(
        @JsonProperty("ttlMillis") Duration ttl,
        @JsonProperty("detectionMillis") Duration detection,
        @JsonProperty("takeoverMillis") Duration takeover) {

    public static WorstCase of(Timings timings) {
        Duration detection = timings.ttl().plus(timings.poll());
        return new WorstCase(timings.ttl(), detection, detection.plus(timings.fence()));
    }
}
