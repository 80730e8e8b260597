package io.understudy.core.decision;

import io.understudy.core.action.Action.OnFiles;
import io.understudy.core.model.Moment;
import java.util.Optional;

/** What is to be done with the files for the server. */
@FunctionalInterface
public interface FilesOrders {

    /** What to begin now; empty where nothing is to be. */
    Optional<OnFiles> next(NodeState state, Moment now);
}
