package io.understudy.core.foresight;

import io.understudy.core.explain.Reason;
import io.understudy.core.model.NodeId;
import java.time.Duration;

/** What becomes of the cluster's service once a node is lost, as far as one node is concerned. */
public sealed interface Prospect {

    /**
     * It takes the lost primary's place.
     *
     * @param after from the loss until it begins to promote its database, at the latest: also where
     *     the lost one renews once more before
     * @param lackingBytes how much of what the lost one had written, as of its last renewal, this
     *     node does not have; 0 where it has every acknowledged commit
     */
    record TakesOver(Duration after, long lackingBytes) implements Prospect {}

    /**
     * It is the primary, and goes on.
     *
     * @param after from the loss until commits no longer wait for the lost one, at the latest: by
     *     then its stream has been silent for as long as a stream may be
     */
    record GoesOn(Duration after) implements Prospect {}

    /** It is the primary and serves on, but commits wait until that node, or another, is back. */
    record CommitsWait(NodeId lost) implements Prospect {}

    /** It does not serve, and would not by itself. */
    record Stays(Reason why) implements Prospect {}
}
