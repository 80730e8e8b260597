package io.understudy.core.decision;

import io.understudy.core.action.Action;
import io.understudy.core.action.Action.FencePeer;
import io.understudy.core.decision.RegisterView.Sight;
import io.understudy.core.decision.SilencePolicy.Worth;
import io.understudy.core.model.ClusterState;
import io.understudy.core.model.Epoch;
import io.understudy.core.model.FencePlan;
import io.understudy.core.model.Moment;
import io.understudy.core.model.NodeId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The holder is asked shortly before its lease is over, so that who wins need not wait for a
 * silence that is known by then; and the network who has the virtual address. It is asked for a
 * receipt of its own epoch, which promises nothing and stops nobody: only that no answer came is
 * kept, and only while the register stands still.
 *
 * <pre>
 *   last renewal            asked    silent    lease over: won, and fenced at once
 *   |-----------------------|--------|---------|
 *                           `- fence -'
 * </pre>
 */
final class SilentHolder {

    private final SilencePolicy policy;

    SilentHolder(SilencePolicy policy) {
        this.policy = policy;
    }

    /** Asks where it is time to, beside what else is to be done. */
    Step ask(NodeState state, Sight.Seen seen, Moment due, Step otherwise, Moment now) {
        ClusterState cluster = seen.state();
        boolean asks = cluster.serves() && !cluster.isHeldBy(state.self());
        if (!asks || asked(state, seen, cluster.epoch()).isPresent()) {
            return otherwise;
        }
        // The question is to have ended by then, though its answer may come late.
        Duration lead = state.settings().timings().fence().multipliedBy(3).dividedBy(2);
        Moment from = due.plus(lead.negated());
        if (now.isBefore(from)) {
            boolean sooner = otherwise.due().filter(at -> at.isBefore(from)).isPresent();
            return sooner ? otherwise : otherwise.dueAt(from);
        }
        List<Action> question = new ArrayList<>(AddressPolicy.ask(state));
        question.add(new FencePeer(cluster.holder(), cluster.epoch()));
        NodeState remembered = otherwise.memory().orElse(state);
        return otherwise
                .and(question)
                .remembering(
                        remembered.with(
                                remembered
                                        .fencing()
                                        .asking(
                                                cluster.epoch(),
                                                cluster.holder(),
                                                FencePlan.PEER,
                                                now)));
    }

    /**
     * What a winner knows of those that it has to fence. A node contends in several decisions until
     * its write is answered: what the first of them took over is as fresh as the question was.
     */
    FenceView known(NodeState state, Sight.Seen seen, Epoch next) {
        NodeId holder = seen.state().holder();
        return asked(state, seen, seen.state().epoch())
                .or(() -> asked(state, seen, next))
                .filter(asked -> policy.judge(seen, asked) == Worth.SILENT)
                .map(silence -> FenceView.knowing(next, holder, silence))
                .orElse(FenceView.NOBODY);
    }

    private Optional<FenceView.Asked> asked(NodeState state, Sight.Seen seen, Epoch epoch) {
        return state.fencing()
                .peer(epoch, seen.state().holder())
                .filter(asked -> policy.judge(seen, asked) != Worth.STALE);
    }
}
