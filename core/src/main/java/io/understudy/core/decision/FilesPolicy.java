package io.understudy.core.decision;

import io.understudy.core.action.Action.ApplyFiles;
import io.understudy.core.action.Action.FollowFiles;
import io.understudy.core.action.Action.KeepFiles;
import io.understudy.core.action.Action.OnFiles;
import io.understudy.core.action.Action.PublishFiles;
import io.understudy.core.action.Action.RestFiles;
import io.understudy.core.explain.Reason;
import io.understudy.core.model.ClusterState;
import io.understudy.core.model.Epoch;
import io.understudy.core.model.Moment;
import io.understudy.core.model.NodeId;
import io.understudy.core.model.Phase;
import io.understudy.core.observation.FilesState;
import io.understudy.core.observation.FilesState.Work;
import java.util.Optional;

/**
 * What becomes of the files for the server. Whoever serves gives them out, and only once they are
 * right for its primacy: the newest whole generation of the one before, or its own where nobody
 * else can have newer ones. Whoever stands by fetches them.
 */
final class FilesPolicy {

    private FilesPolicy() {}

    /** What to begin now; empty where nothing is to be. */
    static Optional<OnFiles> next(NodeState state, Moment now) {
        Optional<FilesView> files = state.files();
        if (files.isEmpty() || files.get().view().isBusy()) {
            return Optional.empty();
        }
        return files.get()
                .seen()
                .flatMap(seen ->
                        state.register()
                                .state()
                                .flatMap(cluster -> wanted(state, cluster, seen, now)))
                .filter(action -> !files.get().view().mustWait(action, now));
    }

    private static Optional<OnFiles> wanted(
            NodeState state, ClusterState cluster, FilesState.Seen seen, Moment now) {
        if (state.seenEpoch().isAfter(cluster.epoch())) {
            return unlessResting(seen);
        }
        if (cluster.isHeldBy(state.self())) {
            return cluster.phase() instanceof Phase.Active && state.mayServe(now)
                    ? ofHolder(state, cluster.epoch(), seen)
                    : cluster.phase() instanceof Phase.Away && state.mayServe(now)
                            ? Optional.empty()
                            : unlessResting(seen);
        }
        if (!cluster.serves() || !DemotionPolicy.surelyStopped(state)) {
            return seen.work() instanceof Work.Publishing ? unlessResting(seen) : Optional.empty();
        }
        boolean follows = seen.work().equals(new Work.Following(cluster.holder(), cluster.epoch()));
        return follows
                ? Optional.empty()
                : Optional.of(new FollowFiles(cluster.holder(), cluster.epoch()));
    }

    private static Optional<OnFiles> unlessResting(FilesState.Seen seen) {
        return seen.work() instanceof Work.Resting
                ? Optional.empty()
                : Optional.of(new RestFiles());
    }

    private static Optional<OnFiles> ofHolder(NodeState state, Epoch epoch, FilesState.Seen seen) {
        if (seen.stock().live().filter(epoch::equals).isPresent()) {
            boolean publishes =
                    seen.work() instanceof Work.Publishing publishing
                            && publishing.epoch().equals(epoch);
            return publishes ? Optional.empty() : Optional.of(new PublishFiles(epoch));
        }
        // What a server runs with is right for it, and where nothing newer is known, a person's
        // word or the founding has made it right.
        boolean own =
                DemotionPolicy.serverRuns(state)
                        || seen.stock().isEmpty()
                        || seen.stock().ownAreNewest();
        return Optional.of(own ? new KeepFiles(epoch) : new ApplyFiles(epoch));
    }

    /** Whether a server may be started in that epoch, as far as its files are concerned. */
    static boolean areReady(NodeState state, Epoch epoch) {
        return state.files().filter(files -> !files.areOf(epoch)).isEmpty();
    }

    /** Why they are not. */
    static Reason awaited(NodeState state, Epoch epoch) {
        return state.files()
                .flatMap(FilesPolicy::failure)
                .<Reason>map(Reason.FilesNotReady::new)
                .orElseGet(() -> new Reason.BringingUp(epoch, "putting its files in place"));
    }

    private static Optional<String> failure(FilesView files) {
        return switch (files.view().state()) {
            case FilesState.Unusable(String why) -> Optional.of(why);
            case FilesState.Seen _, FilesState.Unknown _ ->
                    files.view().failure().map(ResourceView.Failure::why);
        };
    }

    /** Why a node must not take over by itself for want of its files; empty where it may. */
    static Optional<Reason> objection(NodeState state, ClusterState cluster) {
        if (state.files().isEmpty() || cluster.lastActive().equals(state.self())) {
            return Optional.empty();
        }
        return switch (state.files().get().view().state()) {
            case FilesState.Seen seen when seen.stock().isEmpty() ->
                    Optional.of(new Reason.FilesMissing(state.self()));
            case FilesState.Seen _ -> Optional.empty();
            case FilesState.Unusable(String why) -> Optional.of(new Reason.FilesNotReady(why));
            case FilesState.Unknown(String why) -> Optional.of(new Reason.FilesNotReady(why));
        };
    }

    /** What of the files a takeover without the holder may lose; empty where it has none. */
    static Optional<String> atRisk(NodeState state, NodeId to) {
        if (state.files().isEmpty()) {
            return Optional.empty();
        }
        if (!to.equals(state.self())) {
            return Optional.of(to + " alone can tell how new its files are");
        }
        return Optional.of(
                state.files()
                        .get()
                        .seen()
                        .flatMap(seen -> seen.stock().whole())
                        .map(generation ->
                                "of the files, what changed after generation %s, the newest that %s has whole, is lost"
                                        .formatted(generation, to))
                        .orElse(to + " has no whole generation of the files"));
    }

    /** Whether that node may be given this one's place: it has had this one's files. */
    static boolean mayFollow(NodeState state, NodeId node) {
        return state.files().filter(files -> !files.hasAny(node)).isEmpty();
    }

    /** What a server that has stopped wrote last, for the node that is to go on with it. */
    static Optional<OnFiles> flush(NodeState state, ClusterState cluster, Moment now) {
        PublishFiles publish = new PublishFiles(cluster.epoch());
        return state.files()
                .filter(files ->
                        !files.flushed()
                                && !files.view().isBusy()
                                && !files.view().mustWait(publish, now)
                                && cluster.phase() instanceof Phase.Active)
                .map(_ -> publish);
    }

    /** Whether that node has it. */
    static boolean isHandedOver(NodeState state, NodeId to) {
        return state.files().filter(files -> !(files.flushed() && files.hasNewest(to))).isEmpty();
    }

    static String handing(NodeState state, NodeId to) {
        return state.files()
                .flatMap(FilesPolicy::failure)
                .map(why -> "its last files are to be given out first: " + why)
                .orElse("its last files go to " + to);
    }
}
