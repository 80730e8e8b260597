package io.understudy.core.model;

/**
 * Which of two nodes without a third vote may go on alone when the other is lost. They cannot tell
 * a crash from a cut, so exactly one of the two rights exists.
 */
public enum PeerLoss {
    /** The primary serves on alone; the standby waits for a person. */
    PRIMARY_CONTINUES,
    /** The standby in sync takes over; a primary that has lost it stops and waits for a person. */
    STANDBY_TAKES_OVER
}
