package io.understudy.core.decision;

import io.understudy.core.action.Outcome;
import io.understudy.core.model.Epoch;
import io.understudy.core.model.Moment;
import io.understudy.core.model.NodeId;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What the nodes that this one has to fence have said, for one epoch.
 *
 * @param epoch for which; answers for another one are not kept
 * @param asked who has been asked, and what came back
 */
public record FenceView(Epoch epoch, Map<NodeId, Asked> asked) {

    static final FenceView NOBODY = new FenceView(Epoch.NONE, Map.of());

    public FenceView {
        asked = Collections.unmodifiableMap(new TreeMap<>(asked));
    }

    /**
     * One node that was asked.
     *
     * @param at when it was asked, or when it answered
     * @param answer empty while it is awaited
     */
    public record Asked(Moment at, Optional<Outcome> answer) {}

    FenceView asking(Epoch now, NodeId node, Moment at) {
        return put(now, node, new Asked(at, Optional.empty()));
    }

    FenceView answered(Epoch now, NodeId node, Moment at, Outcome outcome) {
        return now.equals(epoch) ? put(now, node, new Asked(at, Optional.of(outcome))) : this;
    }

    Optional<Asked> of(Epoch now, NodeId node) {
        return now.equals(epoch) ? Optional.ofNullable(asked.get(node)) : Optional.empty();
    }

    private FenceView put(Epoch now, NodeId node, Asked entry) {
        Map<NodeId, Asked> changed = now.equals(epoch) ? new TreeMap<>(asked) : new TreeMap<>();
        changed.put(node, entry);
        return new FenceView(now, changed);
    }
}
