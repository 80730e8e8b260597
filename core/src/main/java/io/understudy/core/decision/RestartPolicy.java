package io.understudy.core.decision;

import io.understudy.core.model.ClusterState;
import io.understudy.core.model.Moment;
import io.understudy.core.model.NodeId;

/** What becomes of a server that does not run well on the active node. */
@FunctionalInterface
public interface RestartPolicy {

    Verdict judge(NodeState state, ClusterState cluster, Moment now);

    /** The answer. */
    sealed interface Verdict {

        /** It runs well, or may be started now. */
        record Run() implements Verdict {}

        /** This run of it has failed and is to be stopped. */
        record Stop(String why) implements Verdict {}

        /** It is started again then. */
        record Wait(Moment until) implements Verdict {}

        /** It has used up its restarts here, and that node may have it. */
        record Move(NodeId to, String why) implements Verdict {}

        /** It has used up its restarts, and nobody else may have it. */
        record Leave(String why) implements Verdict {}
    }
}
