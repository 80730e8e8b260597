package io.understudy.core.port;

import io.understudy.core.action.Outcome;
import io.understudy.core.model.Epoch;
import io.understudy.core.model.NodeId;
import java.time.Duration;

/**
 * The other nodes' daemons. Calls block at most about as long as their deadline; any thread may
 * call.
 */
public interface Peers {

    /**
     * Asks a node to stop serving for good in any epoch before this one. {@code Done} is its
     * receipt: it has stopped, and has the epoch on disk. {@code Refused}: it answered and still
     * serves. {@code Unknown}: silence.
     */
    Outcome fence(NodeId node, Epoch epoch, Duration deadline);
}
