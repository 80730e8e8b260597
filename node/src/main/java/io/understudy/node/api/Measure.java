package io.understudy.node.api;

/** What is kept of the last day. */
public enum Measure {
    /** How far a standby's log is behind: the furthest on a primary, its own on a standby. */
    LOG_BYTES,
    /** The same in seconds: how long ago the log first reached past what it has. */
    LOG_SECONDS,
    /** How long the files given out have not been in place on a standby. */
    FILES_SECONDS,
    /** How long the register's slowest answer took; on a primary, mostly of a renewal. */
    REGISTER_SECONDS
}
