package io.understudy.testkit.simulator;

import io.understudy.core.counterfactual.Explainer;
import io.understudy.core.counterfactual.Explanation;
import io.understudy.core.counterfactual.Question;
import io.understudy.core.decision.NodeState;
import io.understudy.core.decision.Policies;
import io.understudy.core.model.NodeId;
import io.understudy.core.observation.Observation;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Keeps all that simulated nodes decided on, as a journal does. */
final class Recorder {

    /** What a node knew, and what it then saw. */
    record Decided(NodeState before, Observation seen) {}

    private static final Explainer EXPLAINER = Explainer.standard();

    private final List<Decided> all = new ArrayList<>();

    /** The rules of the design, watched. */
    Rules rules() {
        Rules rules = Rules.standard();
        Policies standard = rules.policies();
        Policies watched =
                standard.withLease((before, seen) -> {
                    all.add(new Decided(before, seen));
                    return standard.lease().after(before, seen);
                });
        return new Rules(watched, rules.slip());
    }

    List<Decided> all() {
        return List.copyOf(all);
    }

    /** Why that node decided so that people ask that of it, the last time that it did. */
    Explanation why(String node, Question question) {
        Optional<Decided> first = Optional.empty();
        for (Decided decided : all.reversed()) {
            if (decided.before().self().equals(new NodeId(node))) {
                boolean asked =
                        EXPLAINER.bearing(decided.before(), decided.seen()).question() == question;
                if (first.isPresent() && (!asked || question.lasts())) {
                    break;
                }
                first = asked ? Optional.of(decided) : first;
            }
        }
        return first.map(found -> EXPLAINER.explain(found.before(), found.seen()))
                .orElseThrow(() -> new AssertionError(node + " never decided on " + question));
    }
}
