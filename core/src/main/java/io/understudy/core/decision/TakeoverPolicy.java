package io.understudy.core.decision;

import io.understudy.core.explain.Reason;
import io.understudy.core.model.ClusterState;
import io.understudy.core.model.Moment;

/** May this node take over now? */
@FunctionalInterface
public interface TakeoverPolicy {

    /** Judges for a carrier that is not the holder, and has seen the register. */
    Verdict judge(NodeState state, Moment now);

    /** The answer, with its reason. */
    sealed interface Verdict {
        Reason reason();

        /** It contends now, by writing {@code next}. */
        record May(ClusterState next, Reason reason) implements Verdict {}

        /** It will, from {@code due} on, if nothing changes until then. */
        record NotYet(Moment due, Reason reason) implements Verdict {}

        /** It won't, unless something changes. */
        record MayNot(Reason reason) implements Verdict {}
    }
}
