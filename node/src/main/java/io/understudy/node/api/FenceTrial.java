package io.understudy.node.api;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.understudy.core.action.Outcome;
import io.understudy.core.model.NodeId;
import java.time.Duration;

/**
 * What came of a test of one method against one node.
 *
 * @param outcome done where it is proved
 */
public record FenceTrial(
        NodeId node, String method, Outcome outcome, @JsonProperty("tookMillis") Duration took) {

    public boolean proved() {
        return outcome instanceof Outcome.Done;
    }
}
