package io.understudy.node.fence;

import io.understudy.core.action.Outcome;

/**
 * One way to stop a node. Calls block at most about as long as its deadline, never throw for what a
 * host or a program can do, and may be repeated. Any thread may call.
 */
interface FenceMethod {

    /** Stops it. {@code Done} is a receipt. */
    Outcome fence(Target target) throws InterruptedException;

    /**
     * Proves without harm that it would. {@code Done}: proved; {@code NotYet}: it has nothing to be
     * proved by.
     */
    Outcome prove(Target target) throws InterruptedException;
}
