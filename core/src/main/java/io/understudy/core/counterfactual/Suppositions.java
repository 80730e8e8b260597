package io.understudy.core.counterfactual;

import io.understudy.core.decision.NodeState;
import io.understudy.core.decision.RegisterView.Sight;
import io.understudy.core.model.ClusterState;
import io.understudy.core.model.Mode;
import io.understudy.core.model.Request;
import io.understudy.core.observation.Observation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** All that might have been otherwise in a situation, whatever came of it; facts first. */
final class Suppositions {

    private static final Duration A_PAUSE = Duration.ofHours(1);

    private Suppositions() {}

    /**
     * In the order in which they are told, where they are of one size.
     *
     * @param known the node's state with what it saw
     */
    static List<Supposition> of(Situation real, NodeState known) {
        List<Supposition> all = new ArrayList<>();
        known.register().seen().ifPresent(seen -> ofRegister(all, real, known, seen));
        all.addAll(ResourceSuppositions.of(real, known));
        ofDaemon(all, real, known);
        all.addAll(SettingSuppositions.of(real, known));
        return all;
    }

    /** That it had not seen just then what it saw, which tells less than any fact behind it. */
    static List<Supposition> unseen(Situation real) {
        boolean tells =
                !(real.seen() instanceof Observation.Tick)
                        && !(real.seen() instanceof Observation.RegisterHinted);
        return tells
                ? List.of(Supposition.fact(Observations.absent(real.seen()), real.unseen()))
                : List.of();
    }

    private static void ofRegister(
            List<Supposition> all, Situation real, NodeState known, Sight.Seen seen) {
        ClusterState cluster = seen.state();
        if (cluster.isHeldBy(known.self())) {
            all.addAll(HolderSuppositions.of(real, known, cluster));
        } else {
            all.addAll(CandidateSuppositions.of(real, known, cluster));
        }
        ofMode(all, real, cluster);
        if (!(cluster.request() instanceof Request.None)) {
            all.add(
                    Supposition.word(
                            "nobody had asked for a move",
                            real.register(found -> found.withRequest(new Request.None()))));
            all.add(
                    Supposition.fact(
                            "the move had been asked for just then",
                            real.sight(old ->
                                    new Sight.Seen(
                                            old.value(),
                                            old.since(),
                                            real.at(),
                                            old.pauseSince(),
                                            old.epochSince()))));
        }
        if (known.seenEpoch().isAfter(cluster.epoch())) {
            all.add(
                    Supposition.fact(
                            "it had heard of no later epoch than " + cluster.epoch(),
                            real.unseen().knowing(state -> state.withSeenEpoch(cluster.epoch()))));
        }
    }

    private static void ofMode(List<Supposition> all, Situation real, ClusterState cluster) {
        Situation free = real.register(found -> found.withMode(new Mode.Automatic()));
        switch (cluster.mode()) {
            case Mode.Automatic() ->
                    all.add(
                            Supposition.word(
                                    "somebody had typed `understudy pause` before",
                                    real.register(found ->
                                                    found.withMode(
                                                            new Mode.Paused(A_PAUSE, "somebody")))
                                            .sight(old -> pausedAt(old, real))));
            case Mode.Paused _ ->
                    all.add(Supposition.word("somebody had typed `understudy resume`", free));
            case Mode.Held _ -> {
                all.add(Supposition.fact("the cluster had not moved so often", free));
                all.add(Supposition.word("somebody had typed `understudy resume`", free));
            }
        }
    }

    private static Sight.Seen pausedAt(Sight.Seen old, Situation real) {
        return new Sight.Seen(
                old.value(), old.since(), old.requestSince(), real.at(), old.epochSince());
    }

    private static void ofDaemon(List<Supposition> all, Situation real, NodeState known) {
        if (known.leavingSince().isPresent() || known.detachingSince().isPresent()) {
            boolean now =
                    real.seen() instanceof Observation.LeaveAsked
                            || real.seen() instanceof Observation.DetachAsked;
            all.add(
                    Supposition.fact(
                            "the daemon had not been told to end",
                            (now ? real.unseen() : real).knowing(NodeState::staying)));
        }
    }
}
