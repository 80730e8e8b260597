package io.understudy.node.api;

import io.understudy.core.model.LogPosition;
import io.understudy.core.model.NodeId;
import java.util.Optional;

/**
 * How far a database is.
 *
 * @param timeline PostgreSQL's number of the history that it is on
 * @param received the end of what is safe on its disk
 * @param replayed the end of what is visible; the same on a primary
 * @param upstream whom a standby follows
 * @param streaming whether a standby's stream is open
 */
public record LogReport(
        int timeline,
        LogPosition received,
        LogPosition replayed,
        Optional<NodeId> upstream,
        boolean streaming) {}
