package io.understudy.node.api;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.understudy.core.model.NodeId;
import java.time.Duration;
import java.util.Optional;

/**
 * Whether another node answers what this one asks. Neither an answer nor a silence: it was not
 * asked anything yet.
 *
 * @param node the other one
 * @param answered how long ago it last did; empty where it never has
 * @param silence why it did not answer the latest call, as one sentence; empty where it did
 */
public record ReachReport(
        NodeId node,
        @JsonProperty("answeredMillis") Optional<Duration> answered,
        Optional<String> silence) {}
