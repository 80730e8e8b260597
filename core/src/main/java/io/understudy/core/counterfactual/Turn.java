package io.understudy.core.counterfactual;

import io.understudy.core.decision.Role;

/**
 * A change that would have turned a decision.
 *
 * @param condition what would have had to be otherwise, as what follows "if"
 * @param role what the node would then have been
 * @param sentence why, one sentence, with what it would have written or done where that is the
 *     difference
 */
public record Turn(String condition, Role role, String sentence) {}
