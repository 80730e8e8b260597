package io.understudy.node.api;

/**
 * Where the node's guard takes questions from outside. Any thread may call; nothing throws for what
 * a process can do.
 */
public interface GuardDesk {

    /** What is known of it, at once. */
    GuardReport report();

    /** Asks it, for at most about a second. */
    GuardSheet sheet();

    /** Lets it prove itself on a decoy, which does no harm; takes less than about five seconds. */
    GuardTest test();
}
