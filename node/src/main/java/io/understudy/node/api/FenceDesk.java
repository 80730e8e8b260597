package io.understudy.node.api;

import io.understudy.core.decision.FenceView;
import java.util.List;

/**
 * Where the node's methods of fencing take questions from outside. Any thread may call; nothing
 * throws for what a host or a program can do.
 */
public interface FenceDesk {

    /** What is known of them, at once. */
    FenceReport report(FenceView said);

    /** Proves each against each node without harm; takes less than about half a minute. */
    List<FenceTrial> test();
}
