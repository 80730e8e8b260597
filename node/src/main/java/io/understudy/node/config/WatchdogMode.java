package io.understudy.node.config;

/** What the host's watchdog is to do behind the guard. */
public enum WatchdogMode {
    /** It is left alone. */
    OFF,
    /** It is used where there is one that nobody else holds. */
    AUTOMATIC,
    /** Without it nothing may serve. */
    REQUIRED
}
