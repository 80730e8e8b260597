package io.understudy.core.decision;

import io.understudy.core.action.Action;
import io.understudy.core.explain.Reason;
import io.understudy.core.model.ClusterState;
import io.understudy.core.model.Moment;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a policy wants done next.
 *
 * @param role what the node is at while it does
 * @param reason why
 * @param actions what to begin now, on the node's resources and peers
 * @param write what to write into the register
 * @param memory what the node must remember of it; empty where nothing
 * @param due when it wants to be asked again, at the latest; empty where only an observation
 *     changes anything
 */
record Step(
        Role role,
        Reason reason,
        List<Action> actions,
        Optional<ClusterState> write,
        Optional<NodeState> memory,
        Optional<Moment> due) {

    Step {
        actions = List.copyOf(actions);
    }

    static Step of(Role role, Reason reason, Action... actions) {
        return new Step(
                role,
                reason,
                List.of(actions),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    Step writing(ClusterState next) {
        return new Step(role, reason, actions, Optional.of(next), memory, due);
    }

    Step remembering(NodeState changed) {
        return new Step(role, reason, actions, write, Optional.of(changed), due);
    }

    Step dueAt(Moment moment) {
        return new Step(role, reason, actions, write, memory, Optional.of(moment));
    }

    Step because(Reason changed) {
        return new Step(role, changed, actions, write, memory, due);
    }

    Step and(List<Action> more) {
        List<Action> all = new ArrayList<>(actions);
        all.addAll(more);
        return new Step(role, reason, all, write, memory, due);
    }
}
