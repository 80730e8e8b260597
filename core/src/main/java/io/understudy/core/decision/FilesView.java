package io.understudy.core.decision;

import io.understudy.core.action.Action;
import io.understudy.core.action.Action.OnFiles;
import io.understudy.core.action.Outcome;
import io.understudy.core.model.Epoch;
import io.understudy.core.model.FileGeneration;
import io.understudy.core.model.Moment;
import io.understudy.core.model.NodeId;
import io.understudy.core.observation.FilesState;
import io.understudy.core.observation.FilesState.Work;
import java.util.Map;
import java.util.Optional;

/**
 * What this node knows of the files for its server.
 *
 * @param view of them
 * @param flushed whether all of them was given out since the server stopped
 */
public record FilesView(ResourceView<FilesState, OnFiles> view, boolean flushed) {

    static final FilesView UNSEEN =
            new FilesView(ResourceView.unseen(new FilesState.Unknown("not looked at yet")), false);

    FilesView saw(Moment at, FilesState found) {
        return found instanceof FilesState.Unknown(String why)
                ? new FilesView(view.sawNothing(why), flushed)
                : new FilesView(view.saw(at, found), flushed);
    }

    FilesView began(OnFiles action) {
        return new FilesView(view.began(action), flushed);
    }

    FilesView ended(Moment at, OnFiles action, Outcome outcome, boolean serverRuns) {
        boolean all =
                action instanceof Action.PublishFiles
                        && outcome instanceof Outcome.Done
                        && !serverRuns;
        return new FilesView(view.ended(at, action, outcome), flushed || all);
    }

    /** The server writes again. */
    FilesView serverStarts() {
        return new FilesView(view, false);
    }

    /** As it was last seen; empty where that is not known. */
    Optional<FilesState.Seen> seen() {
        return view.state() instanceof FilesState.Seen seen ? Optional.of(seen) : Optional.empty();
    }

    /** Whether what is in place is right for that primacy of this node. */
    public boolean areOf(Epoch epoch) {
        boolean changing =
                view.mayStillDo(action ->
                        action instanceof Action.ApplyFiles
                                || action instanceof Action.FollowFiles);
        return !changing
                && seen().flatMap(seen -> seen.stock().live()).filter(epoch::equals).isPresent();
    }

    /** Whether that node has put in place all that this one gave out last. */
    boolean hasNewest(NodeId node) {
        return seen().filter(seen ->
                        seen.work()
                                        instanceof
                                        Work.Publishing(
                                                var _,
                                                Optional<FileGeneration> newest,
                                                Map<NodeId, FileGeneration> taken)
                                && newest.isPresent()
                                && newest.equals(Optional.ofNullable(taken.get(node))))
                .isPresent();
    }

    /** Whether that node has put in place anything of what this one gave out. */
    boolean hasAny(NodeId node) {
        return seen().filter(seen ->
                        seen.work() instanceof Work.Publishing publishing
                                && publishing.taken().containsKey(node))
                .isPresent();
    }
}
