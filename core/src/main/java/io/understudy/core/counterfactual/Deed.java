package io.understudy.core.counterfactual;

import io.understudy.core.action.Action;
import io.understudy.core.decision.Decision;
import io.understudy.core.decision.Role;
import io.understudy.core.model.ClusterState;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/**
 * What a decision comes to: apart from renewals, looks and moments, which differ from one decision
 * to the next and turn nothing.
 *
 * @param role what the node is then
 * @param writes what it wants changed in the register, in words; blank where nothing is
 * @param acts what is begun on the node's own resources and on other nodes
 */
record Deed(Role role, String writes, Set<Action> acts) {

    static Deed of(Decision decision) {
        Set<Action> acts = new LinkedHashSet<>();
        String writes = "";
        for (Action action : decision.actions()) {
            if (action instanceof Action.WriteRegister write) {
                writes = change(decision, write.next());
            } else if (action.acts()) {
                acts.add(action);
            }
        }
        return new Deed(decision.next().role(), writes, acts);
    }

    private static String change(Decision decision, ClusterState next) {
        Optional<ClusterState> known = decision.next().register().state();
        return known.map(was -> Words.change(was, next)).orElse(next.holder() + " is primary");
    }

    /** Whether the node would be something else, or the register would. */
    boolean differsInRoleFrom(Deed other) {
        return role != other.role || !writes.equals(other.writes);
    }
}
