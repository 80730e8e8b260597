package io.understudy.node.api;

import io.understudy.core.model.NodeId;
import java.time.Instant;

/**
 * The node itself.
 *
 * @param time its wall clock, for people
 * @param version of the program
 * @param pid of its daemon
 * @param residentBytes the daemon's memory; 0 where it is not known
 * @param certificateDaysLeft whole days until its certificate expires; negative once it has
 */
public record About(
        String cluster,
        NodeId node,
        Instant time,
        String version,
        long pid,
        long residentBytes,
        long certificateDaysLeft) {}
