package io.understudy.core.decision;

import io.understudy.core.explain.Reason;
import io.understudy.core.model.Moment;
import io.understudy.core.model.NodeId;
import io.understudy.core.model.Synchrony;
import io.understudy.core.observation.DatabaseState;
import java.util.Set;

/** For whom commits wait, and who counts as in sync. */
@FunctionalInterface
public interface SynchronyPolicy {

    /** Judges for the active node, whose database takes writes. */
    Verdict judge(NodeState state, DatabaseState.Primary database, Moment now);

    /** The answer. */
    sealed interface Verdict {
        record Keep() implements Verdict {}

        /** Write this into the register. */
        record Declare(Synchrony synchrony, Reason reason) implements Verdict {}

        /** Let commits wait for these, and no others. */
        record WaitFor(Set<NodeId> nodes) implements Verdict {}
    }
}
