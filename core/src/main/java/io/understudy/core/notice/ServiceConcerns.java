package io.understudy.core.notice;

import io.understudy.core.decision.RegisterView.Sight;
import io.understudy.core.decision.Role;
import io.understudy.core.explain.Reason;
import io.understudy.core.explain.Sentences;
import io.understudy.core.model.ClusterState;
import io.understudy.core.notice.Concern.Words;
import java.time.Duration;
import java.util.Optional;

/**
 * Whether anybody serves, as this node sees it. The holder tells of itself; of a holder that is
 * silent the standby tells, with why it does not take over, and the witness after it.
 */
final class ServiceConcerns {

    /** All who tell that nobody serves tell of the same. */
    static final String KEY = "service";

    private ServiceConcerns() {}

    static Optional<Concern> of(View view) {
        if (view.ends() || view.isActive()) {
            return Optional.empty();
        }
        Optional<Sight.Seen> fresh = view.fresh();
        if (fresh.isEmpty()) {
            return Optional.of(unseen(view));
        }
        ClusterState cluster = fresh.get().state();
        if (cluster.isHeldBy(view.self())) {
            // Without a lease it can't know whether another one has the place by now.
            return Optional.of(view.mayServe() ? own(view) : unseen(view));
        }
        Duration overdue = view.overdue(fresh.get());
        return overdue.isNegative() ? Optional.empty() : Optional.of(silent(view, cluster));
    }

    private static Concern own(View view) {
        boolean comesUp = view.state().reason() instanceof Reason.BringingUp;
        return new Concern(
                KEY,
                NoticeKind.SERVICE,
                view.self(),
                Level.CRITICAL,
                comesUp ? view.limits().longGrace() : view.limits().grace(),
                new Words(
                        "nobody serves: " + view.self() + " is primary and does not",
                        Sentences.of(view.state().reason()),
                        "Type understudy status on any node; understudy why says more."));
    }

    private static Concern silent(View view, ClusterState cluster) {
        boolean refuses = refuses(view);
        boolean standsBy = !view.state().settings().witness();
        String sentence =
                "%s is primary of epoch %s in the register, and has not renewed its lease."
                        .formatted(cluster.holder(), cluster.epoch());
        return new Concern(
                KEY,
                refuses ? NoticeKind.REFUSAL : NoticeKind.SERVICE,
                refuses ? view.self() : cluster.holder(),
                Level.CRITICAL,
                standsBy ? view.limits().grace() : view.limits().longGrace(),
                new Words(
                        refuses
                                ? "nobody serves: %s is silent, and %s does not take over"
                                        .formatted(cluster.holder(), view.self())
                                : "nobody serves: " + cluster.holder() + " is silent",
                        standsBy
                                ? sentence
                                        + " "
                                        + view.self()
                                        + " says: "
                                        + Sentences.of(view.state().reason())
                                : sentence,
                        "Start %s again, or see what understudy status says on a standby."
                                .formatted(cluster.holder())));
    }

    /** Whether it has a reason of its own not to take over. */
    private static boolean refuses(View view) {
        Reason reason = view.state().reason();
        return reason instanceof Reason.NotInSync
                || reason instanceof Reason.TooFarBehind
                || reason instanceof Reason.OtherHistory
                || reason instanceof Reason.DatabaseNotReady
                || reason instanceof Reason.DatabaseWillNotRun
                || reason instanceof Reason.FilesMissing
                || reason instanceof Reason.TakeoverNeeds
                || reason instanceof Reason.ClusterPaused
                || reason instanceof Reason.ClusterHeld
                || reason instanceof Reason.PersonNeeded;
    }

    private static Concern unseen(View view) {
        boolean held = view.holds();
        boolean lost =
                view.state().reason() instanceof Reason.RegisterLost
                        || view.state().reason() instanceof Reason.RegisterBehind;
        String serves =
                view.state().role() == Role.WITNESS
                        ? "Whether anybody serves can't be seen from there."
                        : "It serves nothing meanwhile; whether another node does can't be seen"
                                + " from there.";
        return new Concern(
                "register/" + view.self(),
                NoticeKind.REGISTER,
                view.self(),
                held || lost ? Level.CRITICAL : Level.WARNING,
                view.limits().grace(),
                new Words(
                        view.self() + " does not see the register",
                        said(view) + " " + serves,
                        "Look at the network between the nodes, and start those that are down."));
    }

    private static String said(View view) {
        return view.state()
                .register()
                .silence()
                .filter(_ -> view.state().register().seen().isPresent())
                .map(why -> Concerns.capital(why))
                .orElseGet(() -> Sentences.of(view.state().reason()));
    }
}
