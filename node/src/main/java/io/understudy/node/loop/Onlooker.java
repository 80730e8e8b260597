package io.understudy.node.loop;

import io.understudy.core.decision.Decision;
import io.understudy.core.decision.NodeState;
import io.understudy.core.model.Moment;

/**
 * Is told of each decision after it was persisted and before it is acted on, on the loop's thread;
 * must be quick.
 */
@FunctionalInterface
public interface Onlooker {

    void decided(NodeState before, Decision decision, Moment at);
}
