package io.understudy.node.api;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.understudy.core.action.Outcome;
import java.time.Duration;

/**
 * What came of a test of one channel.
 *
 * @param outcome done where the receiver has it; refused where it said no for good
 */
public record NotifyTrial(
        String channel, Outcome outcome, @JsonProperty("tookMillis") Duration took) {

    public boolean delivered() {
        return outcome instanceof Outcome.Done;
    }
}
