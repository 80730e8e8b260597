package io.understudy.core.decision;

import io.understudy.core.model.Limits;
import io.understudy.core.model.Mode;
import io.understudy.core.model.Unrest;

/** In what mode a cluster goes on that has just moved. */
@FunctionalInterface
public interface FlappingPolicy {

    Mode after(Unrest unrest, Limits.Flapping limits);

    /** By the rule: after too many moves in a row it holds still for a while. */
    static Mode holding(Unrest unrest, Limits.Flapping limits) {
        return unrest.moves() >= limits.moves()
                ? new Mode.Held(limits.within(), unrest.moves())
                : new Mode.Automatic();
    }
}
