package io.understudy.core.action;

/** How hard to stop. */
public enum StopMode {
    /** In order: the database writes its last checkpoint and sends all of it to its standbys. */
    ORDERLY,
    /** At once, by kill: what is not on disk is lost, what was acknowledged is not. */
    AT_ONCE
}
