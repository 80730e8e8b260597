package io.understudy.node.api;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Duration;
import java.util.List;

/**
 * An ensemble outside of the nodes, as one node sees it.
 *
 * @param member that serves it, as {@code host:port}
 * @param latency of its last answer
 * @param silent the members that did not answer when they were last tried
 */
public record EnsembleReport(
        String member, @JsonProperty("latencyMillis") Duration latency, List<String> silent) {
    public EnsembleReport {
        silent = List.copyOf(silent);
    }
}
