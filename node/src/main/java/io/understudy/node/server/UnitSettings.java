package io.understudy.node.server;

import io.understudy.core.model.NodeId;
import java.nio.file.Path;
import java.time.Duration;

/**
 * How a protected server that is a unit of systemd's is run.
 *
 * @param unit its whole name
 * @param probe how to tell whether it answers
 * @param stopTimeout how long it may take to stop in order before it is killed; the caller's
 *     deadline is kept where that is shorter
 * @param stateDirectory a folder of the daemon's own
 * @param node this node
 * @param cluster the cluster's name
 */
public record UnitSettings(
        String unit,
        Probe probe,
        Duration stopTimeout,
        Path stateDirectory,
        NodeId node,
        String cluster) {}
