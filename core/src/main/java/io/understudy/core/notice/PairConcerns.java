package io.understudy.core.notice;

import io.understudy.core.model.ClusterState;
import io.understudy.core.model.Moment;
import io.understudy.core.model.NodeId;
import io.understudy.core.model.Synchrony;
import io.understudy.core.notice.Concern.Words;
import io.understudy.core.observation.DatabaseState;
import io.understudy.core.observation.DatabaseState.Follower;
import io.understudy.core.observation.FilesState;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What the one that serves sees of its standbys. */
final class PairConcerns {

    private PairConcerns() {}

    static void addTo(List<Concern> all, View view, Book book) {
        Optional<ClusterState> cluster = view.fresh().map(seen -> seen.state());
        if (cluster.isEmpty()) {
            return;
        }
        for (NodeId other : view.state().settings().otherCarriers()) {
            Optional<Concern> away = synchrony(view, cluster.get().synchrony(), other);
            away.ifPresent(all::add);
            if (away.isEmpty()) {
                lag(view, other, book).ifPresent(all::add);
                files(view, other, book).ifPresent(all::add);
            }
        }
        trouble(view).ifPresent(all::add);
    }

    private static Optional<Concern> synchrony(View view, Synchrony declared, NodeId other) {
        return degree(view, declared, other).map(degree -> outOfSync(view, other, degree));
    }

    /** Empty while it is in sync, or has all that it can have. */
    private static Optional<Degree> degree(View view, Synchrony declared, NodeId other) {
        return switch (declared) {
            case Synchrony.InSync(Set<NodeId> nodes) when nodes.contains(other) -> Optional.empty();
            case Synchrony.InSync(Set<NodeId> nodes) when nodes.isEmpty() ->
                    Optional.of(
                            new Degree(
                                    Level.CRITICAL,
                                    view.limits().grace(),
                                    "Commits wait until it has caught up."));
            case Synchrony.InSync _ -> warning(view, "Another standby still is.");
            case Synchrony.Solo() ->
                    warning(
                            view,
                            "%s serves alone: if it is lost, nobody takes over by itself."
                                    .formatted(view.self()));
            case Synchrony.Asynchronous() when streams(view, other) -> Optional.empty();
            case Synchrony.Asynchronous() ->
                    warning(view, "It has no stream from %s.".formatted(view.self()));
        };
    }

    private static Optional<Degree> warning(View view, String consequence) {
        return Optional.of(new Degree(Level.WARNING, view.limits().longGrace(), consequence));
    }

    /** How bad it is that one is not in sync. */
    private record Degree(Level level, Duration patience, String consequence) {}

    private static Concern outOfSync(View view, NodeId other, Degree degree) {
        return new Concern(
                "synchrony/" + other,
                NoticeKind.SYNCHRONY,
                other,
                degree.level(),
                degree.patience(),
                new Words(
                        other + " is not in sync",
                        "%s serves. %s".formatted(view.self(), degree.consequence()),
                        "Type understudy status: it has what %s says; start it where it is down."
                                .formatted(other)));
    }

    private static boolean streams(View view, NodeId other) {
        return follower(view, other).filter(Follower::streaming).isPresent();
    }

    private static Optional<Follower> follower(View view, NodeId other) {
        return view.state().database().state() instanceof DatabaseState.Primary primary
                ? primary.followers().stream().filter(one -> one.node().equals(other)).findFirst()
                : Optional.empty();
    }

    /** What was told is over only at half the limit, so that it does not come and go around it. */
    private static Optional<Concern> lag(View view, NodeId other, Book book) {
        if (!(view.state().database().state() instanceof DatabaseState.Primary primary)) {
            return Optional.empty();
        }
        String key = "lag/" + other;
        long most = book.isOpen(key) ? view.limits().lagBytes() / 2 : view.limits().lagBytes();
        return follower(view, other)
                .map(one -> one.flushed().behind(primary.end()))
                .filter(bytes -> bytes > most)
                .map(bytes ->
                        new Concern(
                                key,
                                NoticeKind.LAG,
                                other,
                                Level.WARNING,
                                view.limits().longGrace(),
                                new Words(
                                        "%s is %d MB behind".formatted(other, bytes >> 20),
                                        "%s serves. A takeover by %s would take longer, or lose that."
                                                .formatted(view.self(), other),
                                        "Look at the network between them, and at %s's disk."
                                                .formatted(other))));
    }

    private static Optional<Concern> files(View view, NodeId other, Book book) {
        Book.Awaited awaited = book.awaited().get(other);
        if (awaited == null) {
            return Optional.empty();
        }
        String key = "files/" + other;
        Duration late = view.at().since(awaited.since());
        return late.compareTo(view.limits().filesLag()) < 0
                ? Optional.empty()
                : Optional.of(
                        new Concern(
                                key,
                                NoticeKind.FILES,
                                other,
                                Level.WARNING,
                                Duration.ZERO,
                                new Words(
                                        "%s's files are late".formatted(other),
                                        "%s serves. %s has not put in place for %s what was given out: a takeover would go by older files."
                                                .formatted(view.self(), other, Spans.of(late)),
                                        "Type understudy status: it has what keeps them.")));
    }

    private static Optional<Concern> trouble(View view) {
        return view.state()
                .files()
                .flatMap(files ->
                        switch (files.view().state()) {
                            case FilesState.Seen seen -> seen.trouble();
                            case FilesState.Unusable(String why) -> Optional.of(why);
                            case FilesState.Unknown _ -> Optional.empty();
                        })
                .map(why ->
                        new Concern(
                                "files/" + view.self(),
                                NoticeKind.FILES,
                                view.self(),
                                Level.WARNING,
                                view.limits().longGrace(),
                                new Words(
                                        view.self() + " can't give its files out",
                                        Concerns.capital(why),
                                        "Until then a takeover would go by older files.")));
    }

    /** Since when somebody lacks a generation that this node has given out. */
    static Optional<Book.Awaited> awaited(
            View view, NodeId other, Optional<Book.Awaited> before, Moment at) {
        if (!view.isActive()) {
            return Optional.empty();
        }
        return view.state()
                .files()
                .flatMap(files ->
                        files.view().state() instanceof FilesState.Seen seen
                                        && seen.work() instanceof FilesState.Work.Publishing work
                                ? work.newest()
                                        .filter(newest -> lacks(work, other, newest))
                                        .map(newest ->
                                                before.filter(old ->
                                                                lacks(
                                                                        work,
                                                                        other,
                                                                        old.generation()))
                                                        .orElse(new Book.Awaited(newest, at)))
                                : before);
    }

    private static boolean lacks(
            FilesState.Work.Publishing work,
            NodeId other,
            io.understudy.core.model.FileGeneration wanted) {
        var taken = work.taken().get(other);
        return taken == null || wanted.isAfter(taken);
    }
}
