package io.understudy.core.decision;

import io.understudy.core.action.Action;
import io.understudy.core.explain.Reason;
import java.util.List;
import java.util.Optional;

/**
 * What a policy wants done next.
 *
 * @param role what the node is at while it does
 * @param reason why
 * @param actions what to begin now; nothing, while something is awaited
 * @param state what the node must remember of it; empty where nothing
 */
public record Step(Role role, Reason reason, List<Action> actions, Optional<NodeState> state) {

    public Step {
        actions = List.copyOf(actions);
    }

    static Step of(Role role, Reason reason, Action... actions) {
        return new Step(role, reason, List.of(actions), Optional.empty());
    }

    Step remembering(NodeState changed) {
        return new Step(role, reason, actions, Optional.of(changed));
    }
}
