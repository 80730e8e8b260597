package io.understudy.node.api;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.understudy.core.model.NodeId;
import java.time.Duration;
import java.util.Optional;

/**
 * A standby, as its primary sees it.
 *
 * @param lag how long ago the primary's log first reached past what the standby has; empty where
 *     the primary has not watched for that long
 */
public record FollowerReport(
        NodeId node,
        boolean streaming,
        boolean synchronous,
        long lagBytes,
        @JsonProperty("lagMillis") Optional<Duration> lag) {}
