package io.understudy.core.decision;

import io.understudy.core.model.LogPosition;
import io.understudy.core.model.Moment;
import io.understudy.core.model.NodeId;
import io.understudy.core.observation.DatabaseState;
import io.understudy.core.observation.DatabaseState.Follower;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What the active node remembers of its standbys between two looks.
 *
 * @param raised whether this run has made it a primary, so that nobody has streamed from it before
 * @param lastStreaming when each was last seen streaming
 * @param told whether this run of the daemon has said for whom commits wait: what an earlier run
 *     had begun may come later until then
 * @param catchUp for each that commits wait for: what it must have before it counts as in sync
 */
public record FollowerView(
        boolean told,
        boolean raised,
        Map<NodeId, Moment> lastStreaming,
        Map<NodeId, LogPosition> catchUp) {

    static final FollowerView NONE = new FollowerView(false, false, Map.of(), Map.of());

    public FollowerView {
        lastStreaming = Collections.unmodifiableMap(new TreeMap<>(lastStreaming));
        catchUp = Collections.unmodifiableMap(new TreeMap<>(catchUp));
    }

    FollowerView saw(Moment at, DatabaseState state) {
        if (!(state instanceof DatabaseState.Primary primary)) {
            return new FollowerView(told, false, lastStreaming, Map.of());
        }
        Map<NodeId, Moment> streaming = new TreeMap<>(lastStreaming);
        if (!raised) {
            // Who was waited for before the first look is given as long as anybody to come back.
            primary.waitsFor().forEach(node -> streaming.putIfAbsent(node, at));
        }
        Map<NodeId, LogPosition> targets = new TreeMap<>();
        for (Follower follower : primary.followers()) {
            if (follower.streaming()) {
                streaming.put(follower.node(), at);
            }
            if (follower.streaming() && follower.synchronous()) {
                // Commits made before it became synchronous may not be there yet: the end of the
                // log at the first
                // look that shows it synchronous covers them all.
                targets.put(follower.node(), catchUp.getOrDefault(follower.node(), primary.end()));
            }
        }
        return new FollowerView(told, raised, streaming, targets);
    }

    /**
     * For whom commits wait may have changed, and back: what was seen of it before is worth
     * nothing.
     */
    FollowerView catchingUpAnew() {
        return new FollowerView(told, raised, lastStreaming, Map.of());
    }

    FollowerView telling() {
        return new FollowerView(true, raised, lastStreaming, catchUp);
    }

    /** Whoever streamed before streamed from another. */
    FollowerView raising() {
        return new FollowerView(true, true, Map.of(), Map.of());
    }

    /**
     * What it must have on its disk before it counts as in sync; empty while commits do not wait
     * for it.
     */
    Optional<LogPosition> catchUpOf(NodeId node) {
        return Optional.ofNullable(catchUp.get(node));
    }

    Optional<Moment> lastStreamingOf(NodeId node) {
        return Optional.ofNullable(lastStreaming.get(node));
    }
}
