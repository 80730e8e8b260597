package io.understudy.node.api;

import io.understudy.core.action.Command;
import io.understudy.core.action.Outcome;
import io.understudy.core.model.Epoch;
import io.understudy.core.model.NodeId;
import java.util.List;

/**
 * Where the node's loop takes questions from outside. Any thread may call; a call blocks until the
 * loop has answered, at most a few seconds, and never throws for what the cluster can do.
 */
public interface Desk {

    /** What this node sees and is, as of now. */
    NodeReport report();

    /** What that command would do; nothing is changed. */
    PlanAnswer plan(Command command);

    /**
     * Takes the command, or refuses it. {@code Done} says that it is taken, not that the move is
     * complete.
     */
    Outcome command(Command command);

    /**
     * That node holds the epoch and asks this one to stop serving in every epoch before it. {@code
     * Done} only once it has stopped and has the epoch on disk.
     */
    Outcome fence(NodeId by, Epoch epoch);

    /** The latest changes, oldest first, at most {@code last} of them. */
    List<HistoryEntry> history(int last);
}
