package io.understudy.node.overview;

import io.understudy.core.action.Command;
import io.understudy.core.model.NodeId;
import java.util.List;

/** What a person's wish comes to, as the cluster stands. */
public sealed interface Choice {

    /**
     * It can be asked.
     *
     * @param command what to ask
     * @param askFirst which nodes to ask, in this order, until one answers
     * @param goal when it is complete
     */
    record Ask(Command command, List<NodeId> askFirst, Goal goal) implements Choice {
        public Ask {
            askFirst = List.copyOf(askFirst);
        }
    }

    /** It is so already. */
    record Already(String why) implements Choice {}

    /** It can't be asked. */
    record Impossible(String why, String remedy) implements Choice {}
}
