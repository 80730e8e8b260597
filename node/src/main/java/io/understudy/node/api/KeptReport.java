package io.understudy.node.api;

import io.understudy.core.model.NodeId;
import java.util.List;
import java.util.Optional;

/**
 * What a node keeps of what it once had alone, until a person discards it.
 *
 * @param incidents oldest first; without those that held nothing committed
 * @param unreadable how many more there are that can't be read
 */
public record KeptReport(List<Kept> incidents, int unreadable) {
    public KeptReport {
        incidents = List.copyOf(incidents);
    }

    /**
     * One incident.
     *
     * @param source whose history the node left
     * @param summary what it held, without an end
     * @param logBytes what the kept log takes
     * @param oldData the directory beside the data with the whole old data
     */
    public record Kept(
            String id, NodeId source, String summary, long logBytes, Optional<String> oldData) {}
}
