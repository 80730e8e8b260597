package io.understudy.core.port;

import io.understudy.core.action.Outcome;
import io.understudy.core.model.Epoch;
import io.understudy.core.model.NodeId;
import io.understudy.core.observation.FilesState;
import java.time.Duration;

/**
 * The files that the protected server needs on whichever node it runs. Calls block at most about as
 * long as their deadline and never throw for what a disk or a network can do. All are safe to
 * repeat, also after a crash in their midst: already so is {@link Outcome.Done}. One thread at a
 * time calls, but for {@link #look}.
 */
public interface CarriedFiles {

    FilesState look();

    /** Is told whenever {@link #look} may show something else; by any thread. */
    void onChange(Runnable changed);

    /**
     * From now on gives out what is here and what changes, as generations of that primacy. Done
     * once all that was here when this was called is given out; not yet where reading it takes
     * longer, and goes on.
     */
    Outcome publish(Epoch epoch, Duration deadline);

    /**
     * From now on fetches that node's generations of that epoch, and of no older one, and puts each
     * in place once it is whole.
     */
    Outcome follow(NodeId holder, Epoch epoch, Duration deadline);

    /** What is in place now, whatever it is, is right for that primacy of this node. */
    Outcome keep(Epoch epoch, Duration deadline);

    /**
     * Puts the newest whole generation in place for that primacy of this node; nothing is fetched
     * any more. Refused where there is none.
     */
    Outcome apply(Epoch epoch, Duration deadline);

    /** Neither gives out nor fetches; done once nothing of it is under way. */
    Outcome rest(Duration deadline);
}
