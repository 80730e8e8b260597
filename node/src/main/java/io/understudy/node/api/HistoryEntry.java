package io.understudy.node.api;

import io.understudy.core.decision.Role;
import io.understudy.core.model.Epoch;
import io.understudy.core.model.NodeId;
import java.time.Instant;

/**
 * One change, as the node that saw it keeps it.
 *
 * @param at wall clock of that node, for people
 * @param node who saw it
 * @param epoch the highest that the node had seen
 * @param role what the node was at from then on
 * @param sentence what happened and why
 */
public record HistoryEntry(Instant at, NodeId node, Epoch epoch, Role role, String sentence) {}
