package io.understudy.core.notice;

import io.understudy.core.decision.NodeState;
import io.understudy.core.explain.Sentences;
import io.understudy.core.model.Epoch;
import io.understudy.core.model.Moment;
import io.understudy.core.model.NodeId;
import io.understudy.core.notice.Matter.Stage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What a node tells, after each of its decisions: what it did itself, what it alone knows, and of
 * the pair while it serves. Each matter is told when it has lasted for a while, again after hours,
 * and when it is over. Pure.
 */
public final class Notices {

    private final NoticeLimits limits;

    public Notices(NoticeLimits limits) {
        this.limits = limits;
    }

    /** What to remember, and what to tell. */
    public record Told(Book next, List<Notice> notices) {
        public Told {
            notices = List.copyOf(notices);
        }
    }

    public Told next(Book book, NodeState state, Beside beside, Moment at) {
        View view = new View(state, at, limits, book.reads().then(state.register()));
        List<Notice> told = new ArrayList<>();
        Book watching = primary(watching(book, view), view, beside, told);
        Map<String, Concern> concerns = new LinkedHashMap<>();
        Concerns.of(view, beside, watching).forEach(one -> concerns.putIfAbsent(one.key(), one));
        if (concerns.isEmpty() && watching.matters().isEmpty()) {
            return new Told(watching, told);
        }
        Map<String, Matter> matters = new TreeMap<>();
        concerns.forEach((key, concern) ->
                matters.put(
                        key,
                        there(
                                Optional.ofNullable(watching.matters().get(key))
                                        .map(matter -> matter.recent(at, limits)),
                                concern,
                                view,
                                told)));
        watching.matters()
                .forEach((key, matter) -> {
                    if (!concerns.containsKey(key)) {
                        absent(key, matter.recent(at, limits), view, told)
                                .ifPresent(left -> matters.put(key, left));
                    }
                });
        return new Told(
                new Book(
                        watching.told(),
                        watching.activeSince(),
                        matters,
                        watching.reads(),
                        watching.awaited()),
                told);
    }

    /** A node that has stopped for a reason that no decision of its own has. */
    public static Told stopped(Book book, NodeId self, String why, Moment at) {
        Concern concern = Concerns.stopped(self, why);
        if (book.isOpen(concern.key())) {
            return new Told(book, List.of());
        }
        Map<String, Matter> matters = new TreeMap<>(book.matters());
        matters.put(concern.key(), Matter.rising(concern, at).toldAs(concern, at));
        return new Told(
                new Book(book.told(), book.activeSince(), matters, book.reads(), book.awaited()),
                List.of(concern.as(Notice.Stage.BEGAN, "")));
    }

    private static Book watching(Book book, View view) {
        boolean fresh = view.isActive() && view.state().seenEpoch().isAfter(book.told());
        Optional<Moment> active =
                fresh ? book.activeSince().or(() -> Optional.of(view.at())) : Optional.empty();
        Map<NodeId, Book.Awaited> awaited = book.awaited();
        if (view.state().files().isPresent()) {
            Map<NodeId, Book.Awaited> changed = new TreeMap<>();
            for (NodeId other : view.state().settings().otherCarriers()) {
                PairConcerns.awaited(
                                view,
                                other,
                                Optional.ofNullable(book.awaited().get(other)),
                                view.at())
                        .ifPresent(lacking -> changed.put(other, lacking));
            }
            awaited = changed;
        }
        return active.equals(book.activeSince())
                        && awaited.equals(book.awaited())
                        && view.reads().equals(book.reads())
                ? book
                : new Book(book.told(), active, book.matters(), view.reads(), awaited);
    }

    /** Once for each epoch in which this node serves. */
    private Book primary(Book book, View view, Beside beside, List<Notice> told) {
        if (book.activeSince().isEmpty()) {
            return book;
        }
        Epoch epoch = view.state().seenEpoch();
        Optional<Beside.Move> move = beside.move().filter(one -> one.epoch().equals(epoch));
        Duration waited = view.at().since(book.activeSince().get());
        if (move.isEmpty() && waited.compareTo(limits.untilReport()) < 0) {
            return book;
        }
        told.add(Primacies.notice(view.self(), epoch, move, Sentences.of(view.state().reason())));
        return new Book(epoch, Optional.empty(), book.matters(), book.reads(), book.awaited());
    }

    private Matter there(Optional<Matter> before, Concern concern, View view, List<Notice> told) {
        Moment at = view.at();
        Matter matter = before.orElseGet(() -> Matter.rising(concern, at));
        return switch (matter.stage()) {
            case Stage.Rising(Moment since) -> rising(matter, since, concern, view, told);
            case Stage.Closed _ -> rising(matter.in(new Stage.Rising(at)), at, concern, view, told);
            case Stage.Open(Moment toldAt, var _) -> {
                if (concern.level().compareTo(matter.level()) > 0) {
                    told.add(concern.as(Notice.Stage.WORSE, ""));
                    yield matter.toldAs(concern, at);
                }
                if (at.since(toldAt).compareTo(limits.again()) >= 0) {
                    told.add(concern.as(Notice.Stage.GOES_ON, "It still lasts."));
                    yield matter.toldAs(concern, at);
                }
                yield matter.in(new Stage.Open(toldAt, Optional.empty()));
            }
        };
    }

    private Matter rising(
            Matter matter, Moment since, Concern concern, View view, List<Notice> told) {
        if (!view.knowsFor(concern.kind(), since, concern.patience())) {
            return matter;
        }
        Matter begun = matter.beganAt(since).toldAs(concern, view.at());
        told.add(
                concern.as(
                        Notice.Stage.BEGAN,
                        begun.comesAndGoes()
                                ? "It comes and goes: that it is over is told after %s of quiet."
                                        .formatted(Spans.of(limits.quiet()))
                                : ""));
        return begun;
    }

    private Optional<Matter> absent(String key, Matter matter, View view, List<Notice> told) {
        Standing standing = Standing.of(matter.kind(), view);
        return switch (matter.stage()) {
            // Only what lasts without a break is told.
            case Stage.Rising _ -> closed(matter, view.at());
            case Stage.Closed _ -> Optional.of(matter).filter(left -> !left.began().isEmpty());
            case Stage.Open(Moment toldAt, Optional<Moment> fineSince) ->
                    switch (standing) {
                        case UNKNOWN ->
                                Optional.of(matter.in(new Stage.Open(toldAt, Optional.empty())));
                        case PASSED_ON -> {
                            told.add(
                                    over(
                                            key,
                                            matter,
                                            view.self()
                                                    + " is not primary any more: whoever is tells"
                                                    + " of it where it lasts."));
                            yield closed(matter, view.at());
                        }
                        case FINE -> {
                            Moment since = fineSince.orElse(view.at());
                            Duration calm = matter.comesAndGoes() ? limits.quiet() : limits.grace();
                            if (!view.knowsFor(matter.kind(), since, calm)) {
                                yield Optional.of(
                                        matter.in(new Stage.Open(toldAt, Optional.of(since))));
                            }
                            told.add(over(key, matter, lasted(matter, since)));
                            yield closed(matter, view.at());
                        }
                    };
        };
    }

    private static Optional<Matter> closed(Matter matter, Moment at) {
        return Optional.of(matter.in(new Stage.Closed(at))).filter(left -> !left.began().isEmpty());
    }

    private static String lasted(Matter matter, Moment until) {
        return matter.began().isEmpty()
                ? "It had begun before this daemon did."
                : "It lasted %s.".formatted(Spans.of(until.since(matter.began().getLast())));
    }

    private static Notice over(String key, Matter matter, String sentence) {
        return new Notice(
                key,
                matter.kind(),
                matter.level(),
                Notice.Stage.OVER,
                matter.headline(),
                sentence,
                "");
    }
}
