package io.understudy.core.port;

import io.understudy.core.action.Outcome;
import io.understudy.core.model.Epoch;
import io.understudy.core.model.NodeId;

/**
 * The ways to stop a node that do without its daemon. Calls block at most about as long as the
 * method's own deadline, never throw for what a host, a network or a program can do, and may be
 * repeated. Any thread may call. A thread that is interrupted ends what it has begun before it
 * returns; what was asked of another host may happen there all the same.
 */
public interface Fences {

    /**
     * Makes sure that a node serves in no epoch before this one. {@code Done} is a receipt: it does
     * not serve now, and will not by itself. {@code Refused}: whoever was asked answered, and said
     * no. {@code Failed}: it could not be tried. {@code Unknown}: no answer in time, and it may
     * still happen.
     *
     * @param method its name in the plan
     */
    Outcome fence(String method, NodeId node, Epoch epoch);
}
