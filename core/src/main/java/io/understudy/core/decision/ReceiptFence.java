package io.understudy.core.decision;

import io.understudy.core.action.Outcome;
import io.understudy.core.model.Epoch;
import io.understudy.core.model.Moment;
import io.understudy.core.model.NodeId;
import io.understudy.core.model.Phase;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Each node noted is asked. Its receipt is enough; so is silence, since nobody wins an epoch before
 * the lease of the one before it is over. Whoever answers that it still serves is asked again:
 * silence is no answer, but a no is.
 */
final class ReceiptFence implements FencePolicy {

    @Override
    public Verdict judge(NodeState state, Phase.Fencing phase, Moment now) {
        Epoch epoch = state.register().state().orElseThrow().epoch();
        Duration pause = state.settings().timings().poll();
        List<NodeId> toAsk = new ArrayList<>();
        Set<NodeId> awaited = new TreeSet<>();
        String lastAnswer = "none yet";
        for (NodeId node : new TreeSet<>(phase.toFence())) {
            Optional<FenceView.Asked> asked = state.fencing().of(epoch, node);
            if (asked.isEmpty()) {
                toAsk.add(node);
            } else if (asked.get().answer().isEmpty()) {
                awaited.add(node);
            } else if (asked.get().answer().get() instanceof Outcome.Refused(String why)) {
                lastAnswer = why;
                if (now.reached(asked.get().at().plus(pause))) {
                    toAsk.add(node);
                } else {
                    awaited.add(node);
                }
            }
        }
        if (!toAsk.isEmpty()) {
            return new Verdict.Ask(toAsk);
        }
        return awaited.isEmpty() ? new Verdict.Fenced() : new Verdict.Await(awaited, lastAnswer);
    }
}
