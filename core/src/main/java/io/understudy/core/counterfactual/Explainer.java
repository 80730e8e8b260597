package io.understudy.core.counterfactual;

import io.understudy.core.action.Action;
import io.understudy.core.decision.Decider;
import io.understudy.core.decision.Decision;
import io.understudy.core.decision.NodeState;
import io.understudy.core.decision.Policies;
import io.understudy.core.decision.TakeoverPolicy;
import io.understudy.core.explain.Sentences;
import io.understudy.core.observation.Observation;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Explains a decision by making it again. Pure: any thread may call. */
public final class Explainer {

    private final Policies policies;

    public Explainer(Policies policies) {
        this.policies = policies;
    }

    /** By the rules of the design. */
    public static Explainer standard() {
        return new Explainer(Policies.standard());
    }

    /** The decision itself, as these rules make it. */
    public Decision decide(NodeState before, Observation seen) {
        return new Decider(policies).decide(before, seen);
    }

    /** Where that decision belongs; costs one decision. */
    public Bearing bearing(NodeState before, Observation seen) {
        return Bearing.of(before, decide(before, seen));
    }

    /** Costs about a hundred decisions. */
    public Explanation explain(NodeState before, Observation seen) {
        List<TakeoverPolicy.Verdict> verdicts = new ArrayList<>();
        TakeoverPolicy heard =
                (state, now) -> {
                    TakeoverPolicy.Verdict verdict = policies.takeover().judge(state, now);
                    verdicts.add(verdict);
                    return verdict;
                };
        Decision decision = new Decider(policies.withTakeover(heard)).decide(before, seen);
        Optional<String> takeover =
                verdicts.stream()
                        .map(TakeoverPolicy.Verdict::reason)
                        .filter(reason -> !reason.equals(decision.reason()))
                        .map(Sentences::of)
                        .findFirst();
        return new Explanation(
                Question.of(before, decision),
                before.role(),
                decision.next().role(),
                Sentences.of(decision.reason()),
                Rule.of(decision.reason()),
                Observations.words(seen),
                Facts.of(decision.next(), seen.at()),
                did(decision),
                takeover,
                new Turns(new Decider(policies)).of(new Situation(before, seen)));
    }

    private static List<String> did(Decision decision) {
        Deed deed = Deed.of(decision);
        List<String> did = new ArrayList<>();
        if (!deed.writes().isEmpty()) {
            did.add("write into the register that " + deed.writes());
        }
        for (Action action : deed.acts()) {
            did.add(Words.action(action));
        }
        return did;
    }
}
