package io.understudy.core.decision;

/** What a node is at, as its own decisions see it. */
public enum Role {
    /** It has not seen the register yet. */
    STARTING,
    /** What an earlier run of its daemon left serves on under its guard; it renews its lease. */
    ADOPTING,
    /** It votes and carries nothing. */
    WITNESS,
    /** It follows the primary. */
    STANDBY,
    /** It makes its data a standby's again. */
    REPAIRING,
    /** It has asked for the next epoch. */
    CONTENDING,
    /** It has the epoch, and makes sure that whoever served before has stopped. */
    FENCING,
    /** It is the one active node, and brings its database and server up. */
    PROMOTING,
    /** It serves. */
    ACTIVE,
    /** It stops in order, to give its place away. */
    CEDING,
    /** It may not serve, and something of it still runs. */
    STOPPING,
    /** It runs nothing that serves and can't go on; its reason names what it needs. */
    WAITING,
    /** Something that it is built on does not hold; it has stopped and stays so. */
    HALTED
}
