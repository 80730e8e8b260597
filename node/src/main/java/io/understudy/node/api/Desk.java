package io.understudy.node.api;

import io.understudy.core.action.Command;
import io.understudy.core.action.Outcome;
import io.understudy.core.model.Epoch;
import io.understudy.core.model.NodeId;
import io.understudy.node.diverged.Incident;
import java.util.List;
import java.util.Optional;

/**
 * Where the node's loop takes questions from outside. Any thread may call; a call blocks until the
 * loop has answered, at most a few seconds, and never throws for what the cluster can do.
 */
public interface Desk {

    /** Somebody asks whether anybody is here, which the answer to the call says by itself. */
    default void greet() {}

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

    /** What this node once had alone and keeps; without their rows, oldest first. */
    default List<Incident> diverged() {
        return List.of();
    }

    /** One of them with its rows. */
    default Optional<Incident> diverged(String id) {
        return Optional.empty();
    }

    /** Deletes one of them with all that is kept of it: no one can bring it back. */
    default Outcome discard(String id) {
        return new Outcome.Refused("this node keeps nothing");
    }

    /** The node's guard; empty where nothing serves that it could watch over, as on a witness. */
    default Optional<GuardDesk> guard() {
        return Optional.empty();
    }

    /** By what it stops others; empty where it never has to, as on a witness. */
    default Optional<FenceDesk> fences() {
        return Optional.empty();
    }

    /** Whom it tells; empty where it tells nobody. */
    default Optional<NotifyDesk> notices() {
        return Optional.empty();
    }

    /** The reports of the latest moves, oldest first, at most {@code last} of them. */
    List<MoveReport> moves(int last);

    /** What this node has kept of that many hours, at most a day. */
    default TrendReport trend(int hours) {
        return TrendReport.nothing(report().about().node());
    }

    /** Why this node decided as it did. */
    default WhyAnswer why(WhyQuestion question) {
        return WhyAnswer.nothing(report().about().node(), "This node keeps no journal.");
    }
}
