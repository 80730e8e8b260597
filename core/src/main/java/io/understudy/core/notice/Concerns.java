package io.understudy.core.notice;

import io.understudy.core.decision.Role;
import io.understudy.core.explain.Reason;
import io.understudy.core.explain.Sentences;
import io.understudy.core.model.Mode;
import io.understudy.core.model.NodeId;
import io.understudy.core.notice.Concern.Words;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** What is not as it should be, as far as it is this node's to tell. Pure. */
final class Concerns {

    private static final String LOOK = "Type understudy status on any node.";

    private Concerns() {}

    static List<Concern> of(View view, Beside beside, Book book) {
        List<Concern> all = new ArrayList<>();
        if (view.state().role() == Role.HALTED) {
            all.add(stopped(view.self(), Sentences.of(view.state().reason())));
            return all;
        }
        ServiceConcerns.of(view).ifPresent(all::add);
        if (view.isActive()) {
            PairConcerns.addTo(all, view, book);
            pause(view, all);
        }
        own(view, all);
        beside(view, beside, all);
        return all;
    }

    static Concern stopped(NodeId self, String why) {
        return new Concern(
                "halt/" + self,
                NoticeKind.HALT,
                self,
                Level.CRITICAL,
                Duration.ZERO,
                new Words(self + " has stopped, with all that it ran", why, LOOK));
    }

    /** By its reason and its guard: a switch over all reasons, so that none is forgotten. */
    private static void own(View view, List<Concern> all) {
        Duration grace = view.limits().grace();
        String why = Sentences.of(view.state().reason());
        switch (view.state().reason()) {
            case Reason.ServingWithoutAddress _ ->
                    add(
                            all,
                            view,
                            NoticeKind.ADDRESS,
                            Level.CRITICAL,
                            grace,
                            words(view, "serves without its virtual address", why));
            case Reason.ServerGivenUp _ ->
                    add(
                            all,
                            view,
                            NoticeKind.SERVER,
                            Level.CRITICAL,
                            Duration.ZERO,
                            words(view, "has given its server up", why));
            case Reason.ServerWillNotRun _ ->
                    add(
                            all,
                            view,
                            NoticeKind.SERVER,
                            Level.CRITICAL,
                            grace,
                            words(view, "can't run its server", why));
            case Reason.ServerRestarting _ ->
                    add(
                            all,
                            view,
                            NoticeKind.SERVER,
                            Level.WARNING,
                            Duration.ZERO,
                            words(view, "starts its server again", why));
            case Reason.RepairFailed _, Reason.DatabaseWillNotRun _, Reason.DatabaseSilent _
                    when view.anotherHolds() ->
                    add(
                            all,
                            view,
                            NoticeKind.STANDBY,
                            Level.WARNING,
                            view.limits().longGrace(),
                            words(view, "can't follow the primary", why));
            // Of a primary it is that nobody serves, which is told as such.
            case Reason.RepairFailed _,
                    Reason.DatabaseWillNotRun _,
                    Reason.DatabaseSilent _,
                    Reason.GuardMissing _,
                    Reason.RegisterUnseen _,
                    Reason.OtherNodeUnseen _,
                    Reason.PersonNeeded _,
                    Reason.RegisterMissing _,
                    Reason.RegisterBehind _,
                    Reason.RegisterUnread _,
                    Reason.RegisterLost _,
                    Reason.FoundingCluster _,
                    Reason.Serving _,
                    Reason.BringingUp _,
                    Reason.Adopting _,
                    Reason.RenewingFirst _,
                    Reason.ServerMoves _,
                    Reason.GivingUp _,
                    Reason.Witnessing _,
                    Reason.Following _,
                    Reason.JoiningUp _,
                    Reason.TakingOver _,
                    Reason.AwaitingExpiry _,
                    Reason.NotInSync _,
                    Reason.TooFarBehind _,
                    Reason.OtherHistory _,
                    Reason.DatabaseNotReady _,
                    Reason.FilesMissing _,
                    Reason.FilesNotReady _,
                    Reason.TakeoverNeeds _,
                    Reason.ClusterPaused _,
                    Reason.ClusterHeld _,
                    Reason.AwaitingSuccessor _,
                    Reason.AwaitingFinalPosition _,
                    Reason.AwaitingFence _,
                    Reason.AwaitingReceipt _,
                    Reason.LeaseRanOut _,
                    Reason.PrimacyLost _,
                    Reason.BrokenInvariant _,
                    Reason.Ceding _,
                    Reason.Leaving _,
                    Reason.Detaching _,
                    Reason.SwitchoverDropped _,
                    Reason.SynchronyChange _ -> {}
        }
        view.state()
                .guard()
                .missing()
                .filter(_ -> !view.state().settings().witness())
                .ifPresent(missing ->
                        add(
                                all,
                                view,
                                NoticeKind.GUARD,
                                Level.WARNING,
                                grace,
                                new Words(
                                        "nobody watches over " + view.self(),
                                        "Its guard is missing: "
                                                + ended(missing)
                                                + " Nothing is started there without it.",
                                        "Type understudy guard show on " + view.self() + ".")));
    }

    private static void pause(View view, List<Concern> all) {
        view.fresh()
                .ifPresent(seen -> {
                    Duration since = view.at().since(seen.pauseSince());
                    switch (seen.state().mode()) {
                        case Mode.Automatic() -> {}
                        case Mode.Paused(Duration length, String by) -> {
                            if (length.compareTo(since) > 0) {
                                all.add(
                                        held(
                                                view,
                                                Level.INFO,
                                                "%s has paused the cluster for %s"
                                                        .formatted(by, Spans.of(length))));
                            }
                        }
                        case Mode.Held(Duration length, int moves) -> {
                            if (length.compareTo(since) > 0) {
                                all.add(
                                        held(
                                                view,
                                                Level.WARNING,
                                                "after %d moves in a row the cluster holds still for %s"
                                                        .formatted(moves, Spans.of(length))));
                            }
                        }
                    }
                });
    }

    private static Concern held(View view, Level level, String headline) {
        return new Concern(
                "pause",
                NoticeKind.PAUSE,
                view.self(),
                level,
                Duration.ZERO,
                new Words(
                        headline,
                        view.self() + " serves. Until then nobody takes its place by itself.",
                        "Type understudy resume to end that."));
    }

    private static void beside(View view, Beside beside, List<Concern> all) {
        long days = beside.certificateDays();
        if (days <= view.limits().certificateDays()) {
            boolean soon = days <= view.limits().certificateDays() / 4;
            add(
                    all,
                    view,
                    NoticeKind.CERTIFICATE,
                    soon ? Level.CRITICAL : Level.WARNING,
                    Duration.ZERO,
                    new Words(
                            days < 0
                                    ? view.self() + "'s certificate has expired"
                                    : "%s's certificate is good for %d days"
                                            .formatted(view.self(), days),
                            "Without one no other node talks to it.",
                            "On the cluster's first node type understudy renew; on any other, move"
                                    + " its identity folder away and join with a fresh token."));
        }
        beside.disk()
                .ifPresent(why -> add(all, view, NoticeKind.DISK, Level.CRITICAL, disk(view, why)));
        beside.journal()
                .ifPresent(why ->
                        all.add(
                                new Concern(
                                        "journal/" + view.self(),
                                        NoticeKind.DISK,
                                        view.self(),
                                        Level.WARNING,
                                        view.limits().grace(),
                                        new Words(
                                                view.self() + "'s journal lacks records",
                                                capital(why),
                                                "Look at the disk of its home."))));
    }

    private static Words disk(View view, String why) {
        return new Words(view.self() + "'s disk can't be written for long", capital(why), LOOK);
    }

    private static Words words(View view, String what, String why) {
        return new Words(view.self() + " " + what, why, LOOK);
    }

    private static void add(
            List<Concern> all, View view, NoticeKind kind, Level level, Words words) {
        add(all, view, kind, level, view.limits().grace(), words);
    }

    private static void add(
            List<Concern> all,
            View view,
            NoticeKind kind,
            Level level,
            Duration patience,
            Words words) {
        all.add(new Concern(key(kind, view), kind, view.self(), level, patience, words));
    }

    private static String key(NoticeKind kind, View view) {
        return kind.name().toLowerCase(java.util.Locale.ROOT) + "/" + view.self();
    }

    static String ended(String sentence) {
        return sentence.endsWith(".") ? sentence : sentence + ".";
    }

    static String capital(String sentence) {
        return sentence.isEmpty()
                ? sentence
                : Character.toUpperCase(sentence.charAt(0)) + ended(sentence.substring(1));
    }
}
